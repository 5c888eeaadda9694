import { runCommandLine } from '../../server/cli/run.ts';
import { answerOf, type Finished } from './hookglass-process.ts';

/**
 * Run one command line in this process, which takes a tenth of the time of a process. Streams, signals and exit codes are
 * the process's own matter: each command is run by `hookglass` of `hookglass-process.ts` at least once.
 */
export async function commandLine(dataDir: string, ...words: readonly string[]): Promise<Finished> {
  const stdout: Buffer[] = [];
  let stderr = '';
  const code = await runCommandLine([...words, '--data', dataDir], {
    out: (text) => void stdout.push(Buffer.from(text as Uint8Array)),
    say: (text) => {
      stderr += `${text}\n`;
    },
    signal: new AbortController().signal,
    env: {},
  });
  return { code, stdout: Buffer.concat(stdout), stderr };
}

/** Run one command line with --json and read its answer; throws unless it exits with 0. */
export async function commandLineJson<T>(dataDir: string, ...words: readonly string[]): Promise<T> {
  return answerOf(words, await commandLine(dataDir, ...words, '--json'));
}
