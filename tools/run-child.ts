import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * Run a program in this one's place: it shares our terminal, gets our signals, and has ended when this resolves.
 * In a terminal, Ctrl-C already reaches the whole process group, and a second SIGINT would cut Electron's orderly end short;
 * so SIGINT and SIGHUP are handed on only where there is no terminal.
 */
export async function runChild(program: string, args: readonly string[]): Promise<ChildEnd> {
  const hasTerminal = process.stdin.isTTY;
  let child: ChildProcess | undefined;
  // Before the start: a signal between the two would leave the child behind.
  const listeners = (['SIGINT', 'SIGHUP', 'SIGTERM'] as const).map((signal) => {
    const handOn = (): void => {
      if (signal === 'SIGTERM' || !hasTerminal) child?.kill(signal);
    };
    process.on(signal, handOn);
    return [signal, handOn] as const;
  });
  child = spawn(program, args, { stdio: 'inherit' });
  await once(child, 'exit');
  for (const [signal, handOn] of listeners) process.off(signal, handOn);
  return { code: child.exitCode, signal: child.signalCode };
}
