import { runCommandLine } from './run.ts';

/** Run the command line on this process's own streams and signals. Resolves to the exit code. */
export function main(argv: readonly string[]): Promise<number> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort());
  process.stdout.on('error', () => stop.abort());
  return runCommandLine(argv, {
    out: (text) => void process.stdout.write(text),
    say: (text) => void process.stderr.write(`${text}\n`),
    signal: stop.signal,
    env: process.env,
  });
}
