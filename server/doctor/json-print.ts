import type { JsonNode, JsonString } from './json-tree.ts';

/** Where a printer puts blanks. `indent` null prints one line. */
export interface Layout {
  readonly name: string;
  readonly indent: string | null;
  readonly comma: string;
  readonly colon: string;
  readonly newline: string;
  /** Blanks inside the brackets of one line: `{ "a": 1 }`. */
  readonly pad?: string;
  /** Arrays stay on one line while objects are indented, as Jackson prints them. */
  readonly arraysInline?: true;
}

/** How a printer writes strings. */
export interface Escaping {
  readonly name: string;
  readonly write: (text: JsonString) => string;
}

const line = (name: string, comma: string, colon: string): Layout => ({
  name,
  indent: null,
  comma,
  colon,
  newline: '',
});
const block = (name: string, indent: string, colon = ': ', newline = '\n'): Layout => ({
  name,
  indent,
  comma: ',',
  colon,
  newline,
});

export const COMPACT: Layout = line('compact JSON, as JSON.stringify prints it', ',', ':');

/** Printers in use, most common first. */
export const LAYOUTS: readonly Layout[] = [
  COMPACT,
  line('JSON with a blank after commas and colons, as Python json.dumps prints it', ', ', ': '),
  block('JSON indented by 2 blanks', '  '),
  block('JSON indented by 4 blanks', '    '),
  block('JSON indented by tabs', '\t'),
  block('JSON indented by 2 blanks with CRLF', '  ', ': ', '\r\n'),
  block('JSON indented by 4 blanks with CRLF', '    ', ': ', '\r\n'),
  block('JSON indented by 2 blanks with a blank before colons, as Jackson prints it', '  ', ' : '),
  block('JSON indented by 3 blanks', '   '),
  line('JSON with a blank after colons only', ',', ': '),
  line('JSON with a blank after commas only', ', ', ':'),
  block('JSON with line breaks and no indentation', ''),
  { ...line('JSON with blanks inside its braces', ', ', ': '), pad: ' ' },
  { ...line('JSON with blanks inside its braces and before colons', ', ', ' : '), pad: ' ' },
  { ...block('JSON as Jackson’s pretty printer writes it', '  ', ' : '), comma: ',', pad: ' ', arraysInline: true },
  block('JSON indented by 3 blanks with a blank before colons, as Perl prints it', '   ', ' : '),
];

/** Printers that put each item of the outer list on a line of its own, as SendGrid does: the layout within, and the line end. */
export const BATCHES: readonly string[] = ['\r\n', '\n'];

const escaped = (text: string, pattern: RegExp, width: (hex: string) => string = (hex) => hex): string =>
  text.replace(pattern, (char) => `\\u${width(char.charCodeAt(0).toString(16).padStart(4, '0'))}`);
const js = (text: JsonString): string => JSON.stringify(text.value);
const upper = (hex: string): string => hex.toUpperCase();
const slashed = (text: string): string => text.replaceAll('/', '\\/');
const NOT_ASCII = /[^\u0000-\u007e]/g;
const SURROGATE = /[\ud800-\udfff]/g;

export const AS_WRITTEN: Escaping = { name: '', write: (text) => text.text };

const ascii = (text: JsonString): string => escaped(js(text), NOT_ASCII);

/** A way of escaping that writes each string once: every layout and shape of a tree shares its strings. */
const once = ({ name, write }: Escaping): Escaping => {
  const written = new WeakMap<JsonString, string>();
  return {
    name,
    write: (text) => {
      const known = written.get(text);
      if (known !== undefined) return known;
      const fresh = write(text);
      written.set(text, fresh);
      return fresh;
    },
  };
};

const WAYS: readonly Escaping[] = [
  { name: 'characters unescaped, as JavaScript writes them', write: js },
  { name: 'characters as \\uXXXX, as Python writes them', write: ascii },
  { name: 'characters as \\uXXXX and \\/, as PHP writes them', write: (text) => escaped(slashed(js(text)), NOT_ASCII) },
  { name: 'slashes as \\/', write: (text) => slashed(js(text)) },
  { name: 'characters as \\uXXXX in capitals', write: (text) => escaped(js(text), NOT_ASCII, upper) },
  {
    name: '<, > and & as \\u003c, as Go and Rails write them',
    write: (text) => escaped(js(text), /[<>&\u2028\u2029]/g),
  },
  {
    name: 'everything beyond plain letters as \\uXXXX, as .NET writes it',
    write: (text) =>
      `"${escaped(js(text).slice(1, -1).replaceAll('\\"', '\\u0022'), /[^\u0000-\u007e]|[<>&'+`]/g, upper)}"`,
  },
  {
    name: 'only characters beyond the BMP as \\uXXXX in capitals',
    write: (text) => escaped(js(text), SURROGATE, upper),
  },
  { name: 'only characters beyond the BMP as \\uXXXX', write: (text) => escaped(js(text), SURROGATE) },
  { name: "<, >, & and ' as \\u003c", write: (text) => escaped(js(text), /[<>&'\u2028\u2029]/g) },
  {
    name: "<, >, &, ' and = as \\u003c, as Gson writes them",
    write: (text) => escaped(js(text), /[<>&'=\u2028\u2029]/g),
  },
  { name: '<, > and & as \\u003c and characters as \\uXXXX', write: (text) => escaped(ascii(text), /[<>&]/g) },
  { name: "<, >, & and ' as \\u003c and characters as \\uXXXX", write: (text) => escaped(ascii(text), /[<>&']/g) },
  { name: '</ as <\\/', write: (text) => js(text).replaceAll('</', '<\\/') },
  { name: 'line separators as \\u2028', write: (text) => escaped(js(text), /[\u2028\u2029]/g) },
  {
    name: '</ as <\\/ and U+0080 to U+009F and U+2000 to U+20FF as \\uXXXX, as org.json writes them',
    write: (text) => escaped(js(text).replaceAll('</', '<\\/'), /[\u0080-\u009f\u2000-\u20ff]/g),
  },
  {
    name: '<, >, & and quotes as \\u003C and characters as \\uXXXX, as PHP’s JSON_HEX flags write them',
    write: (text) =>
      escaped(
        `"${slashed(js(text))
          .slice(1, -1)
          .replaceAll('\\"', '\\u0022')
          .replace(/[<>&']/g, (char) => `\\u00${char.charCodeAt(0).toString(16).toUpperCase()}`)}"`,
        NOT_ASCII,
      ),
  },
  {
    name: 'control characters as \\uXXXX',
    write: (text) => js(text).replace(/\\([bfnrt])/g, (_, letter: string) => CONTROLS[letter] ?? ''),
  },
];

/** Ways of escaping in use, most common first. */
export const ESCAPINGS: readonly Escaping[] = [AS_WRITTEN, ...WAYS.map(once)];

const CONTROLS: Readonly<Record<string, string>> = {
  b: '\\u0008',
  f: '\\u000c',
  n: '\\u000a',
  r: '\\u000d',
  t: '\\u0009',
};

/** Print a tree. */
export function printJson(node: JsonNode, layout: Layout, escaping: Escaping, margin = ''): string {
  switch (node.kind) {
    case 'string':
      return escaping.write(node);
    case 'number':
    case 'word':
      return node.text;
    case 'array': {
      const isInline = layout.arraysInline === true;
      const inner = isInline ? margin : deeper(layout, margin);
      const items = node.items.map((item) => printJson(item, layout, escaping, inner));
      return enclose('[]', items, isInline ? { ...layout, indent: null, comma: ', ' } : layout, margin);
    }
    case 'object': {
      const inner = deeper(layout, margin);
      const entries = node.entries.map(
        ([key, value]) => `${escaping.write(key)}${layout.colon}${printJson(value, layout, escaping, inner)}`,
      );
      return enclose('{}', entries, layout, margin);
    }
  }
}

const deeper = ({ indent }: Layout, margin: string): string => (indent === null ? '' : margin + indent);

function enclose(brackets: '[]' | '{}', parts: readonly string[], layout: Layout, margin: string): string {
  const [open, close] = brackets;
  const pad = layout.pad ?? '';
  if (parts.length === 0) return `${open}${layout.arraysInline === true ? pad : ''}${close}`;
  if (layout.indent === null) return `${open}${pad}${parts.join(layout.comma)}${pad}${close}`;
  const inner = layout.newline + deeper(layout, margin);
  return `${open}${inner}${parts.join(layout.comma + inner)}${layout.newline}${margin}${close}`;
}
