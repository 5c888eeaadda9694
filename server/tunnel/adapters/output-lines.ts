import type { Readable } from 'node:stream';

const MOST_CHARS = 4_096;
/** CSI and OSC sequences (ECMA-48): colours, cursor moves, titles, links. */
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\^_])/g;

/** Hand each line of a program's output to `onLine`, without escape sequences, cut at 4,096 characters. */
export function outputLines(stream: Readable, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const parts = (rest + chunk).split(/[\r\n]+/);
    rest = (parts.pop() ?? '').slice(-MOST_CHARS);
    for (const part of parts) tell(part);
  });
  stream.on('end', () => tell(rest));
  stream.on('error', () => undefined);
  function tell(part: string): void {
    const line = part.slice(0, MOST_CHARS).replace(ESCAPES, '').trim();
    if (line !== '') onLine(line);
  }
}
