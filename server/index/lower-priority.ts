import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';

const NICE = 5;

/**
 * Let the other threads of this process go first where processors are short. Linux alone counts niceness by thread
 * (sched(7), "The nice value"); elsewhere nothing is done.
 */
export function lowerPriority(): void {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    if (Number.isInteger(thread) && thread > 0 && thread !== process.pid) setPriority(thread, NICE);
  } catch {
    // No such folder, or not allowed: the thread keeps the priority of its process.
  }
}
