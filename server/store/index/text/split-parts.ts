import type { HeaderLine } from '../../../contract/delivery.ts';

/** One part of a multipart body: its header lines, one character a byte, and its content. */
export interface BodyPart {
  readonly headers: readonly HeaderLine[];
  readonly content: Uint8Array;
}

const MOST_PARTS = 1_000;
const LONGEST_HEAD = 16_384;

/** The parts of a multipart body (RFC 2046, 5.1). A body that ends early gives them as far as they go. */
export function splitParts(body: Uint8Array, boundary: string): readonly BodyPart[] {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
  const delimiter = Buffer.from(`--${boundary}`, 'latin1');
  const parts: BodyPart[] = [];
  let at = delimiterAt(bytes, delimiter, 0);
  while (at >= 0 && parts.length < MOST_PARTS) {
    const after = at + delimiter.length;
    if (bytes[after] === 0x2d && bytes[after + 1] === 0x2d) break;
    const feed = bytes.indexOf(0x0a, after);
    if (feed < 0) break;
    const next = delimiterAt(bytes, delimiter, feed + 1);
    parts.push(readPart(bytes.subarray(feed + 1, next < 0 ? bytes.length : next)));
    at = next;
  }
  return parts;
}

function readPart(part: Buffer): BodyPart {
  const start = part.toString('latin1', 0, Math.min(part.length, LONGEST_HEAD));
  const end = /^\r?\n|\r?\n\r?\n/.exec(start);
  const lines = end === null ? [] : start.slice(0, end.index).split(/\r?\n/);
  const headers = lines.flatMap((line): HeaderLine[] => {
    const colon = line.indexOf(':');
    return colon < 1 ? [] : [[line.slice(0, colon), line.slice(colon + 1).trim()]];
  });
  return { headers, content: end === null ? part : part.subarray(end.index + end[0].length) };
}

/** A delimiter counts only at the start of a line. */
function delimiterAt(bytes: Buffer, delimiter: Buffer, from: number): number {
  for (let at = bytes.indexOf(delimiter, from); at >= 0; at = bytes.indexOf(delimiter, at + 1))
    if (at === 0 || bytes[at - 1] === 0x0a) return at;
  return -1;
}
