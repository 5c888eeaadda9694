import { concat, latin1 } from '../bytes.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { type BodyVariant, firstBody } from './body-variants.ts';

/** A newline (or blanks) at the end: added by `echo` and editors, lost by `curl -d` and trimming. */
export const bodyTrailingNewline: Hypothesis = {
  code: 'body-trailing-newline',
  tried: 'The body without its newline at the end, and with one or more added.',
  on: 'body',
  find: (of) => firstBody(of, 'body-trailing-newline', variants(of.request.body)),
};

function* variants(body: Uint8Array): Generator<BodyVariant> {
  let end = body.byteLength;
  for (let cut = 0; cut < 4 && end > 0 && isBlank(body[end - 1]); cut++) {
    end--;
    yield { body: body.subarray(0, end), how: 'The body without the blank characters at its end' };
  }
  for (const [ending, name] of ENDINGS)
    yield { body: concat(body, latin1(ending)), how: `The body with ${name} added` };
  for (const [ending, name] of ENDINGS) {
    yield { body: concat(body.subarray(0, end), latin1(ending)), how: `The body ending in ${name}` };
  }
  const start = body.findIndex((byte) => !isBlank(byte));
  if (start > 0) yield { body: body.subarray(start, end), how: 'The body without the blank characters around it' };
}

const isBlank = (byte: number | undefined): boolean => byte === 10 || byte === 13 || byte === 32 || byte === 9;

const ENDINGS: readonly (readonly [string, string])[] = [
  ['\n', 'a newline (LF)'],
  ['\r\n', 'a newline (CRLF)'],
  ['\n\n', 'two newlines'],
  [' ', 'a blank'],
];
