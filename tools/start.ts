import { join } from 'node:path';
import { buildIfStale, ROOT } from './build.ts';
import { chooseStart, whyWindowFailed } from './choose-start.ts';
import { findElectron } from './find-electron.ts';
import { runChild } from './run-child.ts';

type Main = (argv: readonly string[]) => Promise<number>;

/** Start the app with the flags of `hookglass serve`; resolves with the exit code when it has ended. */
export async function start(args: readonly string[]): Promise<number> {
  const { platform, env } = process;
  const electron = findElectron(join(ROOT, 'node_modules/electron'), env, platform);
  const choice = chooseStart({ platform, env, isRoot: process.getuid?.() === 0, electron });
  if (choice.kind === 'browser') return serve(args, choice.sentence);

  buildIfStale('everything');
  console.error(choice.sentence);
  const end = await runChild(choice.electron, [ROOT, ...args]);
  const failure = whyWindowFailed(end);
  return failure === null ? (end.code ?? 1) : serve(args, failure);
}

/** The server, as it was built, in this very process, so that nothing can be left behind. It opens the browser and prints the URL. */
async function serve(args: readonly string[], sentence: string): Promise<number> {
  buildIfStale('everything');
  console.error(sentence);
  const { main } = (await import(new URL('../dist/server/cli.js', import.meta.url).href)) as { main: Main };
  return main(['serve', ...args]);
}
