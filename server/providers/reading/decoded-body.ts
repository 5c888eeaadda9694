import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { undoZstd } from '../../body/undo-zstd.ts';
import { type Coding, codingOf, contentCodings } from '../../contract/reading/codings/coding-names.ts';
import { isZlib } from '../../contract/reading/codings/undeflate.ts';

const MOST_CODINGS = 4;

/**
 * A body with its content codings undone, at most `limit` bytes long; null when it cannot be (damaged, too large). `encodings` are the
 * values of its Content-Encoding lines; names that mean no coding are passed over, as the window does.
 */
export function decodedBody(body: Uint8Array, encodings: readonly string[], limit: number): Uint8Array | null {
  const names = contentCodings(encodings);
  if (names.length > MOST_CODINGS) return null;
  let bytes = body;
  for (const name of [...names].reverse()) {
    const coding = codingOf(name);
    if (coding === null) continue;
    try {
      bytes = DECODERS[coding](bytes, { maxOutputLength: Math.max(limit, 1) });
    } catch {
      return null;
    }
  }
  return bytes;
}

type Decoder = (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Uint8Array;

const DECODERS: Readonly<Record<Coding, Decoder>> = {
  gzip: gunzipSync,
  deflate: (bytes, options) => (isZlib(bytes) ? inflateSync : inflateRawSync)(bytes, options),
  br: brotliDecompressSync,
  zstd: undoZstd,
};
