import { byteText, concat, latin1 } from '../bytes.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { type BodyVariant, firstBody } from './body-variants.ts';

const BOM = Uint8Array.of(0xef, 0xbb, 0xbf);

/** A UTF-8 byte order mark, added by editors and Windows tools, dropped by decoders. */
export const byteOrderMark: Hypothesis = {
  code: 'body-bom-added',
  tried: 'The body without a byte order mark, and with one.',
  on: 'body',
  find: (of) =>
    firstBody(of, 'body-bom-added', [
      ...unmarked(of.request.body),
      { body: concat(BOM, of.request.body), how: 'The body with a byte order mark before it' },
    ]),
};

/** The mark as it is, and as its three bytes look when they are taken for three characters. */
const MARKS = /^(?:\xef\xbb\xbf|\xc3\xaf\xc2\xbb\xc2\xbf)+/;

export function* unmarked(body: Uint8Array): Generator<BodyVariant> {
  const mark = MARKS.exec(byteText(body.subarray(0, 64)))?.[0];
  if (mark !== undefined)
    yield { body: body.subarray(latin1(mark).byteLength), how: 'The body without its byte order mark' };
}
