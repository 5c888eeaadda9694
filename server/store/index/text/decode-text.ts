import { looksBinary } from './looks-binary.ts';

const SAMPLE_BYTES = 4_096;
const BOMS: readonly (readonly [label: string, bytes: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];
const XML_ENCODING = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/;

/** Bytes as text, with the encoding that they were read in (a name of WHATWG Encoding, 4.2). */
export interface ReadText {
  readonly text: string;
  readonly encoding: string;
}

/**
 * Read bytes as text: by byte order mark, else by the announced charset, else by the declaration of an XML document
 * (XML 1.0, 4.3.3), else as UTF-16 where every other byte is zero, else as UTF-8. null: these bytes are no text.
 */
export function decodeText(bytes: Uint8Array, charset: string | undefined): ReadText | null {
  const mark = BOMS.find(([, start]) => start.every((byte, at) => bytes[at] === byte))?.[0];
  const wide = mark?.startsWith('utf-16') === true ? mark : wideOrder(bytes);
  if (wide === null && looksBinary(bytes) && !/^(?:utf-?16|ucs-?2|unicode)/i.test(charset ?? '')) return null;
  const labels = [mark, wide ?? undefined, charset, xmlEncoding(bytes)];
  const decoder = labels.flatMap((label) => decoderFor(label) ?? [])[0] ?? decoderFor('utf-8');
  return decoder === undefined || decoder === null ? null : { text: decoder.decode(bytes), encoding: decoder.encoding };
}

/** A decoder that keeps a byte order mark; null for a label that nobody knows. */
export function decoderFor(label: string | undefined): InstanceType<typeof TextDecoder> | null {
  if (label === undefined) return null;
  try {
    return new TextDecoder(label, { ignoreBOM: true });
  } catch {
    return null;
  }
}

/** The byte order of UTF-16 without a mark, by where the zeros of its ASCII characters are. */
function wideOrder(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const length = Math.min(bytes.length, SAMPLE_BYTES) & ~1;
  if (length < 4) return null;
  const zeros: [number, number] = [0, 0];
  for (let at = 0; at < length; at++) if (bytes[at] === 0) zeros[at & 1 ? 1 : 0]++;
  const most = length * 0.35;
  const least = length * 0.02;
  if (zeros[1] >= most && zeros[0] <= least) return 'utf-16le';
  return zeros[0] >= most && zeros[1] <= least ? 'utf-16be' : null;
}

/** Read as single bytes, so a declaration of UTF-16 or UTF-32 cannot be true. */
function xmlEncoding(bytes: Uint8Array): string | undefined {
  const label = XML_ENCODING.exec(Buffer.from(bytes.subarray(0, 256)).toString('latin1'))?.[1];
  return label === undefined || /^(?:utf-?(?:16|32)|ucs|iso-10646)/i.test(label) ? undefined : label;
}
