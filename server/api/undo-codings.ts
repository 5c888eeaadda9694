import type { Transform } from 'node:stream';
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
  type ZlibOptions,
} from 'node:zlib';
import { zstdFrames } from '../body/zstd-frames.ts';

/** Bytes that a body may grow to when its codings are undone: as many as the viewer takes. */
export const UNDONE_BOUND_BYTES = 67_108_864;
const CHUNK: ZlibOptions = { chunkSize: 262_144 };

/** How far codings could be undone: to the end, to the bound, or to where a stream breaks off. */
export type UndoneEnd = 'whole' | 'bound' | 'broken';

export interface UndoneBody {
  readonly bytes: Uint8Array;
  readonly end: UndoneEnd;
}

type Coding = 'gzip' | 'deflate' | 'br' | 'zstd';

/**
 * Undo content codings for a reader that cannot (browsers lack brotli and Zstandard), first step first. Nothing of it is done on
 * the event loop, and never past the bound. A stream that breaks off gives what could be read until there.
 */
export async function undoCodings(
  body: Uint8Array,
  steps: readonly string[],
  boundBytes: number = UNDONE_BOUND_BYTES,
): Promise<UndoneBody> {
  let bytes = body;
  let end: UndoneEnd = 'whole';
  for (const step of steps) {
    const undone = await undoOne(bytes, step as Coding, boundBytes);
    bytes = undone.bytes;
    if (undone.end !== 'whole') end = undone.end;
  }
  return { bytes, end };
}

async function undoOne(bytes: Uint8Array, coding: Coding, boundBytes: number): Promise<UndoneBody> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const frames = coding === 'zstd' ? zstdFrames(bytes) : [bytes];
  let end: UndoneEnd = frames.length === 0 ? 'broken' : 'whole';
  for (const frame of frames) {
    const stream = decoderOf(coding, frame);
    try {
      stream.end(frame);
      for await (const chunk of stream as AsyncIterable<Uint8Array>) {
        const room = boundBytes - size;
        chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
        size += Math.min(chunk.length, room);
        if (chunk.length > room) {
          end = 'bound';
          break;
        }
      }
    } catch {
      end = 'broken';
    } finally {
      stream.destroy();
    }
    if (end !== 'whole') break;
  }
  return { bytes: Buffer.concat(chunks, size), end };
}

/** `deflate` means zlib, yet some senders mean raw DEFLATE: the first bytes tell (RFC 1950, 2.2). */
function decoderOf(coding: Coding, bytes: Uint8Array): Transform {
  const [first = 0, second = 0] = bytes;
  switch (coding) {
    case 'gzip':
      return createGunzip(CHUNK);
    case 'deflate':
      return (first & 15) === 8 && (first * 256 + second) % 31 === 0 ? createInflate(CHUNK) : createInflateRaw(CHUNK);
    case 'br':
      return createBrotliDecompress({ chunkSize: 262_144 });
    case 'zstd':
      return createZstdDecompress({ chunkSize: 262_144 });
  }
}
