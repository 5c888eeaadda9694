import { decodeWide, firstInvalidUtf8, isReadable, sniffWide, type WideCharset } from './charset-sniff.ts';
import { parseMediaType } from './content-type.ts';
import { declaredCharset } from './declared-charset.ts';

/** How bytes were read as text. `bom` names a byte order mark that the body begins with. */
export interface Charset {
  readonly name: string;
  readonly source: 'header' | 'bom' | 'declared' | 'sniffed' | 'assumed';
  readonly bom: string | null;
  /** Offset of the first byte that is no UTF-8, null when all are (or the text is in another charset). */
  readonly invalidAt: number | null;
  /** What a reader should know of the choice. */
  readonly notes: readonly string[];
}

export interface DecodedText {
  readonly text: string;
  readonly charset: Charset;
}

const BOMS: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-32le', [0xff, 0xfe, 0, 0]],
  ['utf-32be', [0, 0, 0xfe, 0xff]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** The byte order mark at the start of `bytes`, by the name of its encoding, or null. */
export function byteOrderMark(bytes: Uint8Array): string | null {
  return BOMS.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte))?.[0] ?? null;
}

type Choice = Pick<Charset, 'name' | 'source' | 'notes'>;

/**
 * The charset of a text: by byte order mark, else as announced by the type, else as the document itself declares (RFC 7303,
 * 3; WHATWG HTML, 13.2.3), else by its zero bytes, else UTF-8. What cannot be true of the bytes is told and passed over.
 */
export function chooseCharset(bytes: Uint8Array, contentType: string | null): Choice & { readonly bom: string | null } {
  const bom = byteOrderMark(bytes);
  if (bom !== null) return { name: bom, source: 'bom', bom, notes: [] };
  const announced = parseMediaType(contentType).parameters['charset'];
  const notes: string[] = [];
  const declared = declaredCharset(bytes, contentType);
  const tries = [
    ['header', announced, 'Its type'],
    ['declared', declared, 'The document'],
  ] as const;
  for (const [source, label, who] of tries) {
    if (label === undefined || label === null || label.trim() === '') continue;
    const choice = believe(bytes, label, source, who);
    notes.push(...choice.notes);
    if (source === 'header' && choice.source === 'header' && declared !== null && charsetOf(declared) !== choice.name)
      notes.push(`The document itself declares “${declared}”`);
    if (choice.name !== null) return { name: choice.name, source: choice.source, bom, notes };
  }
  const wide = sniffWide(bytes);
  if (wide === null) return { name: 'utf-8', source: 'assumed', bom, notes };
  return { name: wide, source: 'sniffed', bom, notes: [...notes, `Read as ${wide}, as its zero bytes show`] };
}

/** What to make of a charset that somebody names; a null name leaves the choice to others. */
function believe(
  bytes: Uint8Array,
  label: string,
  source: 'header' | 'declared',
  who: string,
): { readonly name: string | null; readonly source: Charset['source']; readonly notes: readonly string[] } {
  const name = charsetOf(label);
  const tells = source === 'header' ? 'as its type says' : 'as the document declares';
  if (name === null) return { name, source, notes: [`${who} names the charset “${label}”, which is not known here`] };
  const shown = sniffWide(bytes);
  if (isWide(name)) {
    if (shown !== null && shown !== name && name !== 'utf-16')
      return { name: shown, source: 'sniffed', notes: [`${who} says ${name}, but the bytes are ${shown}`] };
    // Common: a text made as UTF-16 in memory, with that declaration in it, and sent as UTF-8.
    if (shown === null && bytes.length > 3 && isReadable(bytes))
      return { name: 'utf-8', source: 'sniffed', notes: [`${who} says ${name}, but the bytes are UTF-8`] };
    const real = name === 'utf-16' ? (shown ?? 'utf-16le') : name;
    return { name: real, source, notes: [`Read as ${real}, ${tells}`] };
  }
  if (shown !== null)
    return { name: shown, source: 'sniffed', notes: [`${who} says ${name}, but the bytes are ${shown}`] };
  if (name === 'utf-8') return { name, source, notes: [] };
  const isAscii = !bytes.some((byte) => byte > 0x7f);
  if (isAscii) return { name, source, notes: [`Read as ${name}, ${tells}`] };
  const fitsUtf8 = firstInvalidUtf8(bytes) === null;
  if (fitsUtf8 && /ascii|ansi_x3/i.test(label))
    return { name: 'utf-8', source: 'sniffed', notes: [`${who} says ${label.trim()}, but the bytes are UTF-8`] };
  return {
    name,
    source,
    notes: [`Read as ${name}, ${tells}${fitsUtf8 ? '; the bytes would fit UTF-8 too' : ''}`],
  };
}

const isWide = (name: string): name is WideCharset | 'utf-16' => /^utf-(16|32)/.test(name);

/** Names that are in use though no standard has them. */
const ALIASES: Readonly<Record<string, string>> = {
  utf8mb4: 'utf-8',
  cp65001: 'utf-8',
  'utf-16': 'utf-16',
  utf16: 'utf-16',
  'iso-10646-ucs-2': 'utf-16',
  'ucs-2': 'utf-16',
  unicode: 'utf-16',
  'utf-32': 'utf-32le',
  'utf-32le': 'utf-32le',
  'utf-32be': 'utf-32be',
  utf32: 'utf-32le',
  'cp-1252': 'windows-1252',
  'latin-1': 'windows-1252',
  cp932: 'shift_jis',
};

/** The charset that a name means, as TextDecoder calls it (or a wide one), or null. Quotation marks and blanks are read through. */
function charsetOf(label: string): string | null {
  const plain = label.replace(/["'\s]/g, '').toLowerCase();
  for (const name of [plain, plain.replaceAll('_', '-')]) {
    const alias = Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined;
    if (alias !== undefined) return alias;
    try {
      return new TextDecoder(name).encoding;
    } catch {
      // The next spelling.
    }
  }
  return null;
}

/**
 * Read bytes as text for the eye. A byte order mark stays in the text. Bytes that do not fit become U+FFFD and are reported.
 */
export function decodeText(bytes: Uint8Array, contentType: string | null): DecodedText {
  const choice = chooseCharset(bytes, contentType);
  const { name } = choice;
  const text = isWide(name)
    ? decodeWide(bytes, name as WideCharset)
    : new TextDecoder(name, { ignoreBOM: true }).decode(bytes);
  const invalidAt = name === 'utf-8' && text.includes('\ufffd') ? firstInvalidUtf8(bytes) : null;
  return { text, charset: { ...choice, invalidAt } };
}
