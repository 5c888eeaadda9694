import type { JsonNode, JsonString } from './json-tree.ts';

/** Where a printer puts blanks. `indent` null prints one line. */
export interface Layout {
  readonly name: string;
  readonly indent: string | null;
  readonly comma: string;
  readonly colon: string;
  readonly newline: string;
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
];

const escaped = (text: string, pattern: RegExp, width: (hex: string) => string = (hex) => hex): string =>
  text.replace(pattern, (char) => `\\u${width(char.charCodeAt(0).toString(16).padStart(4, '0'))}`);
const js = (text: JsonString): string => JSON.stringify(text.value);
const upper = (hex: string): string => hex.toUpperCase();
const slashed = (text: string): string => text.replaceAll('/', '\\/');
const NOT_ASCII = /[^\u0000-\u007e]/g;

export const AS_WRITTEN: Escaping = { name: '', write: (text) => text.text };

/** Ways of escaping in use, most common first. */
export const ESCAPINGS: readonly Escaping[] = [
  AS_WRITTEN,
  { name: 'characters unescaped, as JavaScript writes them', write: js },
  { name: 'characters as \\uXXXX, as Python writes them', write: (text) => escaped(js(text), NOT_ASCII) },
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
];

/** Print a tree. */
export function printJson(node: JsonNode, layout: Layout, escaping: Escaping, margin = ''): string {
  switch (node.kind) {
    case 'string':
      return escaping.write(node);
    case 'number':
    case 'word':
      return node.text;
    case 'array':
      return enclose(
        '[]',
        node.items.map((item) => printJson(item, layout, escaping, deeper(layout, margin))),
        layout,
        margin,
      );
    case 'object':
      return enclose(
        '{}',
        node.entries.map(
          ([key, value]) =>
            `${escaping.write(key)}${layout.colon}${printJson(value, layout, escaping, deeper(layout, margin))}`,
        ),
        layout,
        margin,
      );
  }
}

const deeper = ({ indent }: Layout, margin: string): string => (indent === null ? '' : margin + indent);

function enclose(brackets: '[]' | '{}', parts: readonly string[], layout: Layout, margin: string): string {
  const [open, close] = brackets;
  if (parts.length === 0) return brackets;
  if (layout.indent === null) return `${open}${parts.join(layout.comma)}${close}`;
  const inner = layout.newline + deeper(layout, margin);
  return `${open}${inner}${parts.join(layout.comma + inner)}${layout.newline}${margin}${close}`;
}
