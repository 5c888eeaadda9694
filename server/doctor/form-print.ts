export type Fields = readonly (readonly [name: string, value: string])[];

/** Which characters a printer of forms leaves alone; all others become percent escapes of their UTF-8. */
export interface EscapeSet {
  readonly name: string;
  readonly keeps: RegExp;
}

/** Printers in use, most common first. */
export const ESCAPE_SETS: readonly EscapeSet[] = [
  { name: 'the escapes of PHP’s urlencode', keeps: /[\w.-]/ },
  { name: 'RFC 3986 escapes, as Python, Go and qs write them', keeps: /[\w.~-]/ },
  { name: 'the escapes of browsers, Java and Ruby', keeps: /[\w.*-]/ },
  { name: 'the escapes of encodeURIComponent', keeps: /[\w.!~*'()-]/ },
  { name: 'the escapes of .NET', keeps: /[\w.!*()-]/ },
  { name: 'the escapes of RFC 1738, as qs writes them', keeps: /[\w.~()-]/ },
  { name: "the escapes of encodeURIComponent without '", keeps: /[\w.!~*()-]/ },
  { name: 'slashes as they are, as Python’s quote writes them', keeps: /[\w.~/-]/ },
  { name: 'the escapes of jQuery and old browsers', keeps: /[\w.@*/+-]/ },
  { name: 'slashes, colons and commas as they are', keeps: /[\w.~/:,@-]/ },
];

const escaped = (text: string, { keeps }: EscapeSet, blank: string): string => {
  let out = '';
  for (const byte of Buffer.from(text, 'utf8')) {
    const char = String.fromCharCode(byte);
    out +=
      byte < 0x80 && keeps.test(char)
        ? char
        : byte === 0x20
          ? blank
          : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return out;
};

/** Print a form; names may follow rules of their own. */
export const printForm = (fields: Fields, set: EscapeSet, blank: string, ofNames: EscapeSet = set): string =>
  fields.map(([name, value]) => `${escaped(name, ofNames, blank)}=${escaped(value, set, blank)}`).join('&');

/** The fields of a form, decoded. */
export const fieldsOf = (text: string): Fields =>
  text.split('&').map((part) => {
    const [name = '', ...rest] = part.split('=');
    return [decoded(name), decoded(rest.join('='))] as const;
  });

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

const MAX_FIELDS = 500;

/** The fields of a form that was turned into JSON: lists as fields of the same name, objects as `a[b]`. null where it was none. */
export function jsonFields(text: string): Fields | null {
  const fields: (readonly [string, string])[] = [];
  const add = (name: string, value: unknown, depth: number): boolean => {
    if (fields.length >= MAX_FIELDS || depth > 5) return false;
    if (typeof value === 'string') return fields.push([name, value]) > 0;
    if (Array.isArray(value)) return value.every((item) => add(name, item, depth + 1));
    if (typeof value !== 'object' || value === null) return false;
    return Object.entries(value).every(([key, item]) => add(name === '' ? key : `${name}[${key}]`, item, depth + 1));
  };
  try {
    return add('', JSON.parse(text) as unknown, 0) ? fields : null;
  } catch {
    return null;
  }
}
