import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { buildIfStale, ROOT } from './build.ts';
import { chooseStart, whyWindowFailed } from './choose-start.ts';
import { findElectron } from './find-electron.ts';

/** Start the app with the flags of `hookglass serve`; resolves with the exit code when it has ended. */
export async function start(args: readonly string[]): Promise<number> {
  const { platform, env } = process;
  const electron = findElectron(join(ROOT, 'node_modules/electron'), env, platform);
  const choice = chooseStart({ platform, env, isRoot: process.getuid?.() === 0, electron });
  if (choice.kind === 'browser') return serve(args, choice.sentence);

  buildIfStale('everything');
  console.error(choice.sentence);
  const child = spawn(choice.electron, [ROOT, ...args], { stdio: 'inherit' });
  forwardSignals(child);
  await once(child, 'exit');
  const failure = whyWindowFailed(child.exitCode, child.signalCode);
  return failure === null ? (child.exitCode ?? 1) : serve(args, failure);
}

/** The server in this very process, so that nothing can be left behind. It opens the browser and prints the URL. */
async function serve(args: readonly string[], sentence: string): Promise<number> {
  buildIfStale('renderer');
  console.error(sentence);
  const { main } = await import('../server/cli/main.ts');
  return main(['serve', ...args]);
}

/**
 * Hand signals on to the child, which ends in its own time. In a terminal, Ctrl-C already reaches the whole process group,
 * and a second SIGINT would cut Electron's orderly end short.
 */
function forwardSignals(child: ChildProcess): void {
  const fromTerminal: readonly NodeJS.Signals[] = ['SIGINT', 'SIGHUP'];
  for (const signal of [...fromTerminal, 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (!(process.stdin.isTTY && fromTerminal.includes(signal))) child.kill(signal);
    });
  }
}
