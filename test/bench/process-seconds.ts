import { readFileSync } from 'node:fs';

/** User and system time of a process so far, in seconds (proc(5): fields 14 and 15, in ticks of 10 ms); NaN elsewhere than on Linux. */
export const processSeconds = (pid: number): number => ticks(String(pid), 11);

/** The same of all children of this process that have ended (fields 16 and 17). */
export const childSeconds = (): number => ticks('self', 13);

function ticks(process: string, first: number): number {
  try {
    const stat = readFileSync(`/proc/${process}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[first]) + Number(fields[first + 1])) / 100;
  } catch {
    return Number.NaN;
  }
}
