import { parseMediaType } from './content-type.ts';

/** How bytes were read as text. `bom` names a byte order mark that the body begins with. */
export interface Charset {
  readonly name: string;
  readonly source: 'header' | 'bom' | 'assumed';
  readonly bom: string | null;
  /** Offset of the first byte that is no UTF-8, null when all are (or another charset was announced). */
  readonly invalidAt: number | null;
}

export interface DecodedText {
  readonly text: string;
  readonly charset: Charset;
}

const BOMS: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** The byte order mark at the start of `bytes`, by the name of its encoding, or null. */
export function byteOrderMark(bytes: Uint8Array): string | null {
  return BOMS.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte))?.[0] ?? null;
}

/**
 * Read bytes as text for the eye: by byte order mark, else by the announced charset, else as UTF-8 (WHATWG Encoding, 6).
 * The mark stays in the text. Bytes that do not fit become U+FFFD and are reported.
 */
export function decodeText(bytes: Uint8Array, contentType: string | null): DecodedText {
  const announced = parseMediaType(contentType).parameters['charset'];
  const bom = byteOrderMark(bytes);
  const label = bom ?? announced ?? 'utf-8';
  const decoder = decoderFor(label) ?? new TextDecoder('utf-8', { ignoreBOM: true });
  const text = decoder.decode(bytes);
  const source =
    bom !== null ? 'bom' : announced !== undefined && decoderFor(announced) !== null ? 'header' : 'assumed';
  const invalidAt = decoder.encoding === 'utf-8' && text.includes('\ufffd') ? firstInvalidUtf8(bytes) : null;
  return { text, charset: { name: decoder.encoding, source, bom, invalidAt } };
}

function decoderFor(label: string): TextDecoder | null {
  try {
    return new TextDecoder(label, { ignoreBOM: true });
  } catch {
    return null;
  }
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
