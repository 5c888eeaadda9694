import { concat, startsWith } from '../bytes.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { type BodyVariant, firstBody } from './body-variants.ts';

const BOM = Uint8Array.of(0xef, 0xbb, 0xbf);

/** A UTF-8 byte order mark, added by editors and Windows tools, dropped by decoders. */
export const byteOrderMark: Hypothesis = {
  code: 'body-bom-added',
  tried: 'The body without a byte order mark, and with one.',
  on: 'body',
  find: (of) => firstBody(of, 'body-bom-added', variants(of.request.body)),
};

function* variants(body: Uint8Array): Generator<BodyVariant> {
  if (startsWith(body, [...BOM]))
    yield { body: body.subarray(BOM.byteLength), how: 'The body without its byte order mark' };
  else yield { body: concat(BOM, body), how: 'The body with a byte order mark before it' };
}
