import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { header } from '../../contract/header.ts';
import type { Case, Hypothesis } from '../hypothesis.ts';
import { inflated } from '../unpack/inflate.ts';
import { type BodyVariant, firstBody } from './body-variants.ts';

/** A body that was compressed on the way, or whose Content-Encoding was lost. */
export const compression: Hypothesis = {
  code: 'compressed-body',
  tried: 'The body decompressed (gzip, deflate, brotli, zstd, several of them).',
  on: 'body',
  costly: true,
  find: (of) => firstBody(of, 'compressed-body', inflated(of.request.body, encodingOf(of))),
};

/** A body that was signed compressed and decompressed on the way. */
export const recompression: Hypothesis = {
  code: 'compressed-body',
  tried: 'The body compressed with gzip, deflate, brotli and zstd.',
  on: 'body',
  costly: true,
  find: (of) =>
    of.request.body.byteLength > 65_536 || of.request.body.byteLength < 8
      ? null
      : firstBody(of, 'compressed-body', deflated(of.request.body, encodingOf(of))),
};

const encodingOf = ({ request }: Case): string => (header(request.headers, 'content-encoding') ?? '').toLowerCase();

/** Above this size brotli and zstd are only tried where Content-Encoding names them: their best levels are slow. */
const SMALL_BYTES = 4_096;

function* deflated(body: Uint8Array, encoding: string): Generator<BodyVariant> {
  for (const level of [6, 9, 1]) {
    const bytes = gzipSync(body, { level });
    for (const system of [3, 255, 0, 10, 19])
      yield { body: gzipOf(bytes, system), how: `The body compressed with gzip, level ${level}` };
    yield { body: deflateSync(body, { level }), how: `The body compressed with deflate, level ${level}` };
    yield { body: deflateRawSync(body, { level }), how: `The body compressed with raw deflate, level ${level}` };
  }
  if (body.byteLength > SMALL_BYTES && !/br|zstd/.test(encoding)) return;
  for (const quality of encoding.includes('br') ? [11, 4, 5, 6] : [11, 4]) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: quality };
    yield { body: brotliCompressSync(body, { params }), how: `The body compressed with brotli, quality ${quality}` };
  }
  for (const level of encoding.includes('zstd') ? [3, 1, 19] : [3]) {
    const params = { [constants.ZSTD_c_compressionLevel]: level };
    yield { body: zstdCompressSync(body, { params }), how: `The body compressed with zstd, level ${level}` };
  }
}

/** gzip with a zero time and the operating system byte of RFC 1952, 2.3.1: tools differ in it. */
function gzipOf(bytes: Uint8Array, system: number): Uint8Array {
  const made = Buffer.from(bytes);
  made.fill(0, 4, 8);
  made[9] = system;
  return made;
}
