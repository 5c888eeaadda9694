import type { Output } from './safe-output.ts';
import { systemReason } from './system-error.ts';

/** This process's own stdout and stderr. */
export interface StandardStreams extends Output {
  /** Wait until all is written. Resolves to what failed, as a sentence, or null; a reader that has gone away is no failure. */
  flushed(): Promise<string | null>;
}

/** Write to stdout and stderr; `onBroken` is called once stdout takes nothing more: its disk is full, its reader has gone. */
export function standardStreams(onBroken: () => void): StandardStreams {
  let failure: NodeJS.ErrnoException | null = null;
  process.stdout.on('error', (error) => {
    failure ??= error;
    onBroken();
  });
  // There is nobody left to tell.
  process.stderr.on('error', () => undefined);
  return {
    out: (text) => void process.stdout.write(text),
    say: (text) => void process.stderr.write(`${text}\n`),
    isTerminal: process.stdout.isTTY === true,
    async flushed() {
      await Promise.all([process.stdout, process.stderr].map(drained));
      return failure === null || failure.code === 'EPIPE'
        ? null
        : `stdout could not be written: ${systemReason(failure)}`;
    },
  };
}

/** What is written in order is written whole once an empty piece behind it is. */
const drained = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => stream.write('', () => resolve()));
