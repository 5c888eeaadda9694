import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./lock-holder.mjs', import.meta.url));

/** Another process that holds a lock on a database. */
export interface HeldLock {
  release(): Promise<void>;
}

/** Run `statements` on `file` in a process of its own, which keeps its connection open. Resolves once they have run. */
export async function holdLock(file: string, ...statements: readonly string[]): Promise<HeldLock> {
  const child = spawn(process.execPath, [PROGRAM, file, ...statements], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  const first = await Promise.race([once(child.stdout, 'data'), exit.then(() => null)]);
  if (first === null) throw new Error('The lock could not be taken.');
  return {
    async release() {
      child.stdin.end();
      await exit;
    },
  };
}
