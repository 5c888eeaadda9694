import {
  brotliDecompressSync,
  deflateRawSync,
  deflateSync,
  gunzipSync,
  gzipSync,
  inflateRawSync,
  inflateSync,
} from 'node:zlib';
import { header } from '../../contract/delivery.ts';
import { startsWith } from '../bytes.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { type BodyVariant, firstBody } from './body-variants.ts';

const MAX_INFLATED_BYTES = 16 * 1_048_576;

/** Bodies that were decompressed (or compressed) on the way, or checked in the other form. */
export const compression: Hypothesis = {
  code: 'compressed-body',
  tried: 'The body decompressed (gzip, deflate, brotli) and compressed.',
  on: 'body',
  costly: true,
  find: (of) => {
    const encoding = header(of.request.headers, 'content-encoding') ?? '';
    return firstBody(of, 'compressed-body', variants(of.request.body, encoding.toLowerCase()));
  },
};

function* variants(body: Uint8Array, encoding: string): Generator<BodyVariant> {
  const options = { maxOutputLength: MAX_INFLATED_BYTES };
  if (startsWith(body, [0x1f, 0x8b]))
    yield* attempt(() => gunzipSync(body, options), 'The body after gzip decompression');
  if (/deflate/.test(encoding) || startsWith(body, [0x78])) {
    yield* attempt(() => inflateSync(body, options), 'The body after deflate decompression');
    yield* attempt(() => inflateRawSync(body, options), 'The body after raw deflate decompression');
  }
  if (/\bbr\b/.test(encoding))
    yield* attempt(() => brotliDecompressSync(body, options), 'The body after brotli decompression');
  if (body.byteLength > 262_144) return;
  for (const level of [6, 9, 1]) {
    for (const system of [3, 255, 0, 10, 19]) {
      yield { body: gzipped(body, level, system), how: `The body compressed with gzip, level ${level}` };
    }
    yield { body: deflateSync(body, { level }), how: `The body compressed with deflate, level ${level}` };
    yield { body: deflateRawSync(body, { level }), how: `The body compressed with raw deflate, level ${level}` };
  }
}

/** gzip with a zero time and the operating system byte of RFC 1952, 2.3.1: tools differ in it. */
function gzipped(body: Uint8Array, level: number, system: number): Uint8Array {
  const bytes = gzipSync(body, { level });
  bytes.fill(0, 4, 8);
  bytes[9] = system;
  return bytes;
}

function* attempt(inflate: () => Uint8Array, how: string): Generator<BodyVariant> {
  try {
    yield { body: inflate(), how };
  } catch {
    // Not compressed in this form, or larger than the bound: there is nothing to try.
  }
}
