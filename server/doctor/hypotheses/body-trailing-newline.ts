import { byteText, concat, latin1 } from '../bytes.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { all, type BodyVariant, firstBody } from './body-variants.ts';

/** A newline, blanks or NULs around the body: added by `echo`, editors and C buffers, lost by `curl -d` and trimming. */
export const bodyTrailingNewline: Hypothesis = {
  code: 'body-trailing-newline',
  tried: 'The body without the newline, blanks or NULs around it, and with one or more newlines added.',
  on: 'body',
  find: (of) => firstBody(of, 'body-trailing-newline', all(trimmed(of.request.body), ended(of.request.body))),
};

/** The body without some or all of the blank bytes around it. */
export function* trimmed(body: Uint8Array): Generator<BodyVariant> {
  const start = body.findIndex((byte) => !isBlank(byte));
  if (start < 0) return;
  for (const from of new Set([0, start])) {
    const where = from === 0 ? 'at its end' : 'around it';
    if (from > 0) yield { body: body.subarray(from), how: 'The body without the blank characters before it' };
    let end = body.byteLength;
    for (let cut = 0; cut < 4 && end > from && isBlank(body[end - 1]); cut++) {
      end--;
      yield { body: body.subarray(from, end), how: `The body without the ${nameOf(body.subarray(end))} ${where}` };
    }
    while (end > from && isBlank(body[end - 1])) end--;
    yield { body: body.subarray(from, end), how: `The body without the ${nameOf(body.subarray(end))} ${where}` };
    const text = body.subarray(from, end + 2);
    if (/[\r\n]$/.test(byteText(text))) yield { body: text, how: 'The body without what follows its newline' };
  }
}

const nameOf = (bytes: Uint8Array): string => (bytes.includes(0) ? 'NUL bytes' : 'blank characters');

function* ended(body: Uint8Array): Generator<BodyVariant> {
  let end = body.byteLength;
  while (end > 0 && isBlank(body[end - 1])) end--;
  for (const [ending, name] of ENDINGS)
    yield { body: concat(body, latin1(ending)), how: `The body with ${name} added` };
  for (const [ending, name] of ENDINGS)
    yield { body: concat(body.subarray(0, end), latin1(ending)), how: `The body ending in ${name}` };
  yield { body: concat(latin1('\n'), body), how: 'The body with a newline before it' };
}

/** Blanks, line ends, NUL and the end-of-file sign of DOS. */
const isBlank = (byte: number | undefined): boolean =>
  byte === 10 || byte === 13 || byte === 32 || byte === 9 || byte === 0 || byte === 26;

const ENDINGS: readonly (readonly [string, string])[] = [
  ['\n', 'a newline (LF)'],
  ['\r\n', 'a newline (CRLF)'],
  ['\n\n', 'two newlines'],
  [' ', 'a blank'],
  ['\0', 'a NUL byte'],
];
