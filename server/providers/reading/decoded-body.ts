import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { undoZstd } from '../../body/undo-zstd.ts';

/**
 * A body with its content-encodings undone, at most `limit` bytes long; null when it cannot be (unknown encoding, damaged,
 * too large). `encoding` is the Content-Encoding header's value.
 */
export function decodedBody(body: Uint8Array, encoding: string, limit: number): Uint8Array | null {
  let bytes = body;
  for (const name of encoding.toLowerCase().split(',').reverse()) {
    const undo = DECODERS.get(name.trim());
    if (undo === undefined) return null;
    try {
      bytes = undo(bytes, { maxOutputLength: Math.max(limit, 1) });
    } catch {
      return null;
    }
  }
  return bytes;
}

type Decoder = (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Uint8Array;

/** A Map, since the sender chooses the name: an object would answer to `toString`. */
const DECODERS: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ['identity', (bytes) => bytes],
  ['', (bytes) => bytes],
  ['gzip', gunzipSync],
  ['x-gzip', gunzipSync],
  ['deflate', inflateSync],
  ['br', brotliDecompressSync],
  ['zstd', undoZstd],
]);
