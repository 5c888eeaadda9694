import { type ZstdOptions, zstdDecompressSync } from 'node:zlib';
import { zstdFrames } from './zstd-frames.ts';

/**
 * Undo Zstandard: every frame of it, one after the other (RFC 8878, 3.1). Throws, as node:zlib does, where there is no frame, one
 * is broken, or they hold more than `maxOutputLength` bytes.
 */
export function undoZstd(
  bytes: Uint8Array,
  { maxOutputLength, ...options }: ZstdOptions & { readonly maxOutputLength: number },
): Uint8Array {
  const frames = zstdFrames(bytes);
  if (frames.length === 0) throw new RangeError('These bytes are no Zstandard.');
  let room = maxOutputLength;
  const undone = frames.map((frame) => {
    const part = zstdDecompressSync(frame, { ...options, maxOutputLength: Math.max(room, 1) });
    room -= part.length;
    if (room < 0) throw new RangeError('The frames hold more than is taken.');
    return part;
  });
  return undone.length === 1 ? (undone[0] as Uint8Array) : Buffer.concat(undone);
}
