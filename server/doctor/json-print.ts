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
  /** Arrays stay on one line while objects are indented: their items at the margin of the array, or one step deeper. */
  readonly arraysInline?: 'same' | 'deeper';
  /** Line ends within an empty array and an empty object, which most printers write as `[]` and `{}`. */
  readonly empties?: readonly [array: number, object: number];
  /** What is within a value is indented from the column of its bracket, as Windows PowerShell does. */
  readonly aligned?: true;
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

/** Printers in use, most common first; json-reprinted.ts tries the first ones with everything. */
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
  { ...block('JSON as Jackson’s pretty printer writes it', '  ', ' : '), comma: ',', pad: ' ', arraysInline: 'same' },
  block('JSON indented by 3 blanks with a blank before colons, as Perl prints it', '   ', ' : '),
  line('JSON with a blank after commas and around colons, as PostgreSQL’s json_build_object prints it', ', ', ' : '),
  line('JSON with blanks around colons', ',', ' : '),
  block('JSON indented by 1 blank', ' '),
  block('JSON indented by 8 blanks', '        '),
  { ...block('JSON as Ruby’s pretty_generate wrote it', '  '), empties: [2, 1] },
  { ...block('JSON as Swift’s and Objective-C’s pretty printers write it', '  ', ' : '), empties: [2, 2] },
  { ...block('JSON as PostgreSQL’s jsonb_pretty writes it', '    '), empties: [1, 1] },
  { ...block('JSON indented by 2 blanks with a blank before colons and open brackets', '  ', ' : '), empties: [1, 1] },
  { ...block('JSON as cJSON prints it', '\t', ':\t'), pad: '', arraysInline: 'deeper', empties: [0, 1] },
  {
    ...block('JSON as Windows PowerShell’s ConvertTo-Json writes it', '    ', ':  ', '\r\n'),
    empties: [2, 2],
    aligned: true,
  },
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

/** Print a tree; `margin` is what stands before the line of its closing bracket. */
export function printJson(node: JsonNode, layout: Layout, escaping: Escaping, margin = ''): string {
  switch (node.kind) {
    case 'string':
      return escaping.write(node);
    case 'number':
    case 'word':
      return node.text;
    case 'array': {
      const { arraysInline } = layout;
      const inner = arraysInline === 'same' ? margin : deeper(layout, margin);
      const items = node.items.map((item) => printJson(item, layout, escaping, inner));
      return enclose(
        '[]',
        items,
        arraysInline === undefined ? layout : { ...layout, indent: null, comma: ', ' },
        margin,
      );
    }
    case 'object': {
      const inner = deeper(layout, margin);
      const entries = node.entries.map(([key, value]) => {
        const name = `${escaping.write(key)}${layout.colon}`;
        return (
          name + printJson(value, layout, escaping, layout.aligned === true ? inner + ' '.repeat(name.length) : inner)
        );
      });
      return enclose('{}', entries, layout, margin);
    }
  }
}

const deeper = ({ indent }: Layout, margin: string): string => (indent === null ? '' : margin + indent);

function enclose(brackets: '[]' | '{}', parts: readonly string[], layout: Layout, margin: string): string {
  const [open, close] = brackets;
  const pad = layout.pad ?? '';
  if (parts.length === 0) return `${open}${within(brackets, layout, margin)}${close}`;
  if (layout.indent === null) return `${open}${pad}${parts.join(layout.comma)}${pad}${close}`;
  const inner = layout.newline + deeper(layout, margin);
  return `${open}${inner}${parts.join(layout.comma + inner)}${layout.newline}${margin}${close}`;
}

/** What stands between the brackets of an empty array or object. */
function within(brackets: '[]' | '{}', { newline, pad = '', arraysInline, empties = [0, 0] }: Layout, margin: string) {
  const lines = empties[brackets === '[]' ? 0 : 1];
  if (lines > 0) return newline.repeat(lines) + margin;
  return arraysInline === undefined ? '' : pad;
}
