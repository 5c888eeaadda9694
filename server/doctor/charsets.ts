/** Character sets of one byte a character in which UTF-8 is misread, most common first. */
export const SINGLE_BYTE: readonly string[] = [
  'windows-1252',
  'iso-8859-1',
  'iso-8859-15',
  'macintosh',
  'windows-1251',
  'windows-1250',
  'iso-8859-2',
  'windows-1254',
  'koi8-r',
  'ibm866',
];
/** Character sets with several bytes a character: only read, since what they write has more than one form. */
export const MULTI_BYTE: readonly string[] = ['shift_jis', 'gbk', 'euc-kr', 'big5', 'euc-jp'];

/** TextDecoder takes iso-8859-1 for windows-1252 (WHATWG Encoding, 4.2), so Latin-1 is read by hand. */
export function decode(name: string, bytes: Uint8Array): string | null {
  if (name === 'iso-8859-1') return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  try {
    return new TextDecoder(name, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

const tables = new Map<string, ReadonlyMap<string, number>>();

function tableOf(name: string): ReadonlyMap<string, number> {
  const known = tables.get(name);
  if (known !== undefined) return known;
  const made = new Map(
    Array.from({ length: 256 }, (_, byte) => [decode(name, Uint8Array.of(byte)) ?? '', byte] as const),
  );
  tables.set(name, made);
  return made;
}

/** The text in a character set of one byte a character; null where it has a character that the set lacks. */
export function encode(name: string, text: string): Uint8Array | null {
  const table = tableOf(name);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const byte = table.get(text[at] ?? '');
    if (byte === undefined) return null;
    bytes[at] = byte;
  }
  return bytes;
}
