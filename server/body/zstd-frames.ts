/**
 * Where the frames of a Zstandard body lie (RFC 8878, 3.1): Node's decoder stops after the first one. Frames to be skipped are
 * left out. What is no frame ends the list; a frame that is cut short goes to the end.
 */
export function zstdFrames(body: Uint8Array): readonly Uint8Array[] {
  const frames: Uint8Array[] = [];
  let at = 0;
  while (at + 8 <= body.length) {
    const magic = uint32(body, at);
    if ((magic & 0xfffffff0) >>> 0 === 0x184d2a50) {
      at += 8 + uint32(body, at + 4);
      continue;
    }
    if (magic !== 0xfd2fb528) break;
    const end = frameEnd(body, at);
    frames.push(body.subarray(at, end));
    at = end;
  }
  // The shortest frame has less than eight bytes of content after its magic, and may be the last.
  if (at < body.length && at + 8 > body.length && uint32(body, at) === 0xfd2fb528) frames.push(body.subarray(at));
  return frames;
}

/** After the blocks and the checksum of the frame at `from`, by the sizes in their headers alone. */
function frameEnd(body: Uint8Array, from: number): number {
  const descriptor = body[from + 4] as number;
  const isSingle = (descriptor & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] as number;
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6] as number;
  let at = from + 5 + (isSingle ? 0 : 1) + dictionaryBytes + sizeBytes;
  for (;;) {
    if (at + 3 > body.length) return body.length;
    const head = (body[at] as number) | ((body[at + 1] as number) << 8) | ((body[at + 2] as number) << 16);
    // A block of one repeated byte holds that byte alone.
    at += 3 + (((head >> 1) & 3) === 1 ? 1 : head >> 3);
    if ((head & 1) === 1) return Math.min(body.length, at + ((descriptor & 4) === 0 ? 0 : 4));
  }
}

const uint32 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) >>> 0;
