import type { Readable } from 'node:stream';
import { plainText } from './plain-text.ts';

const MOST_CHARS = 4_096;

/** Hand each line of a program's output to `onLine`, without escape sequences and control characters, cut at 4,096 characters. */
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
    const line = plainText(part, MOST_CHARS);
    if (line !== '') onLine(line);
  }
}
