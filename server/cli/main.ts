import { escapeLines } from '../contract/invisible.ts';
import { endOnUnexpected } from '../keep-running.ts';
import { failureOf } from './failure.ts';
import { runCommandLine } from './run.ts';
import { standardStreams } from './standard-streams.ts';

/** Run the command line on this process's own streams and signals. Resolves to the exit code, once all is written. */
export async function main(argv: readonly string[]): Promise<number> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort(signal));
  const streams = standardStreams(() => stop.abort('stdout'));
  endOnUnexpected((error) => streams.say(escapeLines(`hookglass: ${failureOf(error, null).sentence}`)));
  const code = await runCommandLine(argv, { ...streams, signal: stop.signal, env: process.env });
  // Ended by a signal: what it was waiting for must not hold the process.
  if (code > 128) process.exit(code);
  const failure = await streams.flushed();
  if (failure === null) return code;
  streams.say(`hookglass: ${failure}`);
  return code === 0 ? 1 : code;
}
