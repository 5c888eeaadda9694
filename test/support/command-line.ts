import { runCommandLine } from '../../server/cli/run.ts';
import { answerOf, type Finished } from './hookglass-process.ts';

/** Where a command line is run; `onOut` is told all of stdout so far. */
export interface Surroundings {
  readonly isTerminal?: boolean;
  readonly signal?: AbortSignal;
  readonly onOut?: (stdout: string) => void;
}

/**
 * Run one command line in this process, which takes a tenth of the time of a process. Streams, signals and exit codes are
 * the process's own matter: each command is run by `hookglass` of `hookglass-process.ts` at least once.
 */
export const commandLine = (dataDir: string, ...words: readonly string[]): Promise<Finished> =>
  commandLineOn({}, ...words, '--data', dataDir);

/** The same on a terminal, or with an end by signal, and without a data folder of its own. */
export async function commandLineOn(
  { isTerminal = false, signal = new AbortController().signal, onOut = () => undefined }: Surroundings,
  ...words: readonly string[]
): Promise<Finished> {
  const stdout: Buffer[] = [];
  let stderr = '';
  const code = await runCommandLine(words, {
    isTerminal,
    out(text) {
      stdout.push(Buffer.from(text as Uint8Array));
      onOut(Buffer.concat(stdout).toString());
    },
    say: (text) => {
      stderr += `${text}\n`;
    },
    signal,
    env: {},
  });
  return { code, stdout: Buffer.concat(stdout), stderr };
}

/** Run one command line with --json and read its answer; throws unless it exits with 0. */
export async function commandLineJson<T>(dataDir: string, ...words: readonly string[]): Promise<T> {
  return answerOf(words, await commandLine(dataDir, ...words, '--json'));
}
