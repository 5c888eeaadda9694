import { readFileSync } from 'node:fs';

/** Connections that capture holds at once, where the system lets it. */
const MOST = 1_000;
/** Files that the rest of the program opens: databases, the page, what it sends. */
const OTHERS = 64;
const LEAST = 8;

/**
 * How many connections capture may hold, so that the limit on open files is never met: at that limit the system drops connections
 * without a word, and databases cannot be opened. Linux tells it in /proc (proc_pid_limits(5)); elsewhere it is taken to be high enough.
 */
export function mostConnections(limits: () => string = () => readFileSync('/proc/self/limits', 'latin1')): number {
  const files = openFiles(limits);
  return Math.max(LEAST, Math.min(MOST, files - OTHERS));
}

function openFiles(limits: () => string): number {
  try {
    const told = /^Max open files\s+(\d+)/m.exec(limits())?.[1];
    return told === undefined ? Number.POSITIVE_INFINITY : Number(told);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
