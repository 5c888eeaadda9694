const SAMPLE_BYTES = 65_536;

/** An encoding of two or four bytes a character. TextDecoder knows only the first two. */
export type WideCharset = 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';

/** Whether the bytes read as plain text in UTF-8: well-formed, and without control characters but blanks, escapes and separators. */
export function isReadable(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  for (const byte of sample) if (isOddControl(byte)) return false;
  const invalid = firstInvalidUtf8(sample);
  return invalid === null || (sample.length < bytes.length && invalid > sample.length - 4);
}

/** Control characters that no text has: all but tab, line ends, form feed, escape (logs in colour) and record separator. */
export const isOddControl = (code: number): boolean =>
  code < 0x20 && code !== 9 && code !== 10 && code !== 12 && code !== 13 && code !== 0x1b && code !== 0x1e;

/**
 * The wide encoding that the places of the zero bytes show, or null: text in it has zeros in every second place (or three of
 * four) as far as its characters are Latin, and next to none in the others.
 */
export function sniffWide(bytes: Uint8Array): WideCharset | null {
  const sample = bytes.subarray(0, 4_096 & ~3);
  if (sample.length < 4) return null;
  const zeros = [0, 0, 0, 0];
  for (let at = 0; at < sample.length; at++) if (sample[at] === 0) zeros[at % 4] = (zeros[at % 4] as number) + 1;
  const groups = Math.ceil(sample.length / 4);
  const [a = 0, b = 0, c = 0, d = 0] = zeros.map((count) => count / groups);
  const fours = sample.length >= 8 && bytes.length % 4 === 0;
  // The third of four is zero but for characters beyond the BMP, the second for Latin ones.
  if (fours && d > 0.95 && a < 0.05 && (c > 0.95 || (c > 0.6 && b > 0.4))) return looksRight(bytes, 'utf-32le');
  if (fours && a > 0.95 && d < 0.05 && (b > 0.95 || (b > 0.6 && c > 0.4))) return looksRight(bytes, 'utf-32be');
  const even = (a + c) / 2;
  const odd = (b + d) / 2;
  if (odd > 0.4 && even < 0.05) return looksRight(bytes, 'utf-16le');
  if (even > 0.4 && odd < 0.05) return looksRight(bytes, 'utf-16be');
  return null;
}

function looksRight(bytes: Uint8Array, charset: WideCharset): WideCharset | null {
  const text = decodeWide(bytes.subarray(0, 1_024), charset);
  let odd = 0;
  for (const char of text) if (isOddControl(char.codePointAt(0) ?? 0) || char === '\ufffd') odd++;
  return odd * 20 > text.length ? null : charset;
}

/** Text of bytes in a wide encoding; a byte order mark stays, what is no character becomes U+FFFD. */
export function decodeWide(bytes: Uint8Array, charset: WideCharset): string {
  if (charset === 'utf-16le' || charset === 'utf-16be')
    return new TextDecoder(charset, { ignoreBOM: true }).decode(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pieces: string[] = [];
  let piece = '';
  for (let at = 0; at < bytes.length; at += 4) {
    const code = at + 4 > bytes.length ? -1 : view.getUint32(at, charset === 'utf-32le');
    piece += code < 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? '\ufffd' : String.fromCodePoint(code);
    if (piece.length > 8_192) {
      pieces.push(piece);
      piece = '';
    }
  }
  return pieces.join('') + piece;
}

/** Offset of the first byte that is not well-formed UTF-8 (Unicode 17, table 3-7), or null. A sequence cut by the end counts. */
export function firstInvalidUtf8(bytes: Uint8Array): number | null {
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at] as number;
    const length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (length === 0 || at + length > bytes.length) return at;
    const second = bytes[at + 1] ?? 0;
    const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (length > 1 && (second < low || second > high)) return at;
    for (let more = 2; more < length; more++) if (((bytes[at + more] ?? 0) & 0xc0) !== 0x80) return at;
    at += length;
  }
  return null;
}
