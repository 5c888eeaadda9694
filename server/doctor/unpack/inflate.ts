import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { undoZstd } from '../../body/undo-zstd.ts';
import { latin1, startsWith, textOf } from '../bytes.ts';
import type { BodyVariant } from '../hypotheses/body-variants.ts';

const MAX_INFLATED_BYTES = 4 * 1_048_576;
const MAX_CODINGS = 4;

interface Coding {
  readonly name: string;
  readonly looks: (body: Uint8Array, encoding: string) => boolean;
  readonly undo: (body: Uint8Array, options: { readonly maxOutputLength: number }) => Uint8Array;
}

/** gzip's first bytes, each of which was taken for a character of Latin-1 and written as UTF-8. */
const GZIP_AS_TEXT = [0x1f, 0xc2, 0x8b];

/** What has no sign of its own is tried on bytes that are no text, or where Content-Encoding names it. */
const isBinary = (body: Uint8Array): boolean => body.byteLength > 0 && textOf(body.subarray(0, 4_096)) === null;

const CODINGS: readonly Coding[] = [
  { name: 'gzip', looks: (body) => startsWith(body, [0x1f, 0x8b]), undo: gunzipSync },
  { name: 'zstd', looks: (body) => startsWith(body, [0x28, 0xb5, 0x2f, 0xfd]), undo: undoZstd },
  {
    name: 'deflate',
    looks: (body, encoding) => /deflate/.test(encoding) || startsWith(body, [0x78]),
    undo: inflateSync,
  },
  { name: 'brotli', looks: (body, encoding) => /\bbr\b/.test(encoding) || isBinary(body), undo: brotliDecompressSync },
  { name: 'raw deflate', looks: (body, encoding) => /deflate/.test(encoding) || isBinary(body), undo: inflateRawSync },
];

/** The body decompressed, once and again while it still looks compressed. Bombs are cut at 4 MiB. */
export function* inflated(body: Uint8Array, encoding: string): Generator<BodyVariant> {
  const names: string[] = [];
  let bytes = body;
  if (startsWith(body, GZIP_AS_TEXT)) {
    bytes = latin1(textOf(body) ?? '');
    names.push('Latin-1');
  }
  while (names.length < MAX_CODINGS) {
    const next = once(bytes, encoding);
    if (next === null) return;
    names.push(next.name);
    bytes = next.body;
    yield { body: bytes, how: `The body after ${names.join(' and ')} decompression` };
  }
}

function once(body: Uint8Array, encoding: string): { readonly name: string; readonly body: Uint8Array } | null {
  for (const { name, looks, undo } of CODINGS) {
    if (!looks(body, encoding)) continue;
    try {
      const made = undo(body, { maxOutputLength: MAX_INFLATED_BYTES });
      if (made.byteLength > 0) return { name, body: made };
    } catch {
      // Not compressed in this form, or larger than the bound.
    }
  }
  return null;
}
