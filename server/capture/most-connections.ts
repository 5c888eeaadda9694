import { readFileSync } from 'node:fs';

/** Connections that each side holds at once, where the system lets it. */
const MOST = { capture: 1_000, control: 256 };
/** Files that the rest of the program opens: databases, the page, what it sends. */
const OTHERS = 64;
const LEAST = 8;

/**
 * How many connections capture and the control side may hold, so that the limit on open files is never met: at that limit the system drops
 * connections without a word, and databases cannot be opened. Linux tells it in /proc (proc_pid_limits(5)); elsewhere it is taken to be high
 * enough.
 */
export function mostConnections(limits: () => string = () => readFileSync('/proc/self/limits', 'latin1')): {
  readonly capture: number;
  readonly control: number;
} {
  const files = openFiles(limits);
  const control = Math.max(LEAST, Math.min(MOST.control, Math.floor(files / 8)));
  return { control, capture: Math.max(LEAST, Math.min(MOST.capture, files - OTHERS - control)) };
}

function openFiles(limits: () => string): number {
  try {
    const told = /^Max open files\s+(\d+)/m.exec(limits())?.[1];
    return told === undefined ? Number.POSITIVE_INFINITY : Number(told);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
