/** What became of a body's content codings when it was opened for viewing. */
export type Decoding =
  | { readonly kind: 'none' }
  | { readonly kind: 'decoded'; readonly codings: readonly string[]; readonly end: 'whole' | 'bound' | 'broken' }
  | { readonly kind: 'kept'; readonly coding: string; readonly sentence: string };

export interface Decompressed {
  readonly bytes: Uint8Array;
  readonly decoding: Decoding;
}

/** Bytes that a compressed body may grow to in the viewer. */
export const VIEW_BOUND_BYTES = 67_108_864;
const MOST_CODINGS = 4;

/** The content codings of a message in the order they were applied (RFC 9110, 8.4); `identity` left out. */
export function contentCodings(values: readonly string[]): readonly string[] {
  return values
    .flatMap((value) => value.split(','))
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
}

/**
 * Undo content codings for the eye, last applied first, never past `boundBytes`. A stream that breaks off gives what could
 * be read until there. A coding that this browser cannot undo leaves the bytes as they are stored.
 */
export async function decompress(
  bytes: Uint8Array,
  codings: readonly string[],
  boundBytes: number = VIEW_BOUND_BYTES,
): Promise<Decompressed> {
  if (codings.length === 0 || bytes.length === 0) return { bytes, decoding: { kind: 'none' } };
  if (codings.length > MOST_CODINGS)
    return keep(bytes, codings.join(', '), 'It names more codings than are undone here');
  let now = bytes;
  let end: 'whole' | 'bound' | 'broken' = 'whole';
  for (const coding of [...codings].reverse()) {
    const formats = formatsOf(coding, now);
    if (formats === null) return keep(bytes, coding, `This browser cannot undo “${coding}”`);
    const step = await undo(now, formats, boundBytes);
    if (step.bytes.length === 0 && step.end === 'broken') {
      return keep(bytes, coding, `The bytes are not “${coding}”, although the header says so`);
    }
    now = step.bytes;
    if (step.end !== 'whole') end = step.end;
  }
  return { bytes: now, decoding: { kind: 'decoded', codings, end } };
}

const keep = (bytes: Uint8Array, coding: string, why: string): Decompressed => ({
  bytes,
  decoding: { kind: 'kept', coding, sentence: `${why}: the stored bytes are shown as they are.` },
});

/** `deflate` means zlib, yet some senders mean raw deflate: the first byte tells (RFC 1950, 2.2). */
function formatsOf(coding: string, bytes: Uint8Array): CompressionFormat | null {
  if (coding === 'gzip' || coding === 'x-gzip') return 'gzip';
  if (coding === 'deflate') return ((bytes[0] ?? 0) & 0x0f) === 8 ? 'deflate' : 'deflate-raw';
  if (coding === 'br' || coding === 'zstd') {
    const format = (coding === 'br' ? 'brotli' : 'zstd') as CompressionFormat;
    try {
      new DecompressionStream(format);
      return format;
    } catch {
      return null;
    }
  }
  return null;
}

async function undo(
  bytes: Uint8Array,
  format: CompressionFormat,
  boundBytes: number,
): Promise<{ bytes: Uint8Array; end: 'whole' | 'bound' | 'broken' }> {
  const stream = new DecompressionStream(format);
  const writer = stream.writable.getWriter();
  const feed = async (): Promise<void> => {
    await writer.write(new Uint8Array(bytes));
    await writer.close();
  };
  // The reader sees the same failure; this side only must not go unhandled.
  const fed = feed().catch(() => undefined);
  const reader = stream.readable.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  let end: 'whole' | 'bound' | 'broken' = 'whole';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const room = boundBytes - size;
      chunks.push(value.length > room ? value.subarray(0, room) : value);
      size += Math.min(value.length, room);
      if (value.length > room) {
        end = 'bound';
        await reader.cancel();
        break;
      }
    }
  } catch {
    end = 'broken';
  }
  await fed;
  const out = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return { bytes: out, end };
}
