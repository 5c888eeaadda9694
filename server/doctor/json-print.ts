import type { Entry, JsonNode, JsonString } from './json-tree.ts';

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

/** A way of escaping that writes each string once, and plain ones not at all: every layout and shape of a tree shares its strings. */
const once = ({ name, write }: Escaping): Escaping => {
  const written = new WeakMap<JsonString, string>();
  return {
    name,
    write: (text) => {
      if (text.isPlain) return text.text;
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
  {
    name: '<, > and & as \\u003c and / as \\/, as older Rails programs and Shopify write them',
    write: (text) => escaped(slashed(js(text)), /[<>&\u2028\u2029]/g),
  },
  {
    name: '/ as \\/ and <, %, @ and characters as \\uXXXX, as Meta writes them',
    write: (text) => escaped(escaped(slashed(js(text)), NOT_ASCII), /[<%@]/g, upper),
  },
  {
    name: '/ as \\/ and <, %, @ and characters as \\uXXXX in small letters',
    write: (text) => escaped(escaped(slashed(js(text)), NOT_ASCII), /[<%@]/g),
  },
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
    write: (text) => js(text).replace(/\\(.)/g, (whole, letter: string) => CONTROLS[letter] ?? whole),
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

/** Nothing longer is tried as a body, so printing stops there: indented, a text of deep nesting grows without bound. */
export const MOST_PRINTED = 3 * 1_048_576;

/** Print a tree; a text that grows longer than `MOST_PRINTED` is left unfinished. */
export function printJson(root: JsonNode, layout: Layout, escaping: Escaping): string {
  const { colon, arraysInline, aligned, pad = '' } = layout;
  const inline = arraysInline === undefined ? null : { first: pad, next: ', ', last: pad };
  const outermost = frameOf(layout, '');
  const deeper = framesBelow(layout, outermost);
  let out = '';
  const print = (node: JsonNode, frame: Frame): void => {
    if (node.kind === 'string') out += escaping.write(node);
    else if (node.kind === 'array') list(node.items, frame);
    else if (node.kind === 'object') record(node.entries, frame);
    else out += node.text;
  };
  const list = (items: readonly JsonNode[], frame: Frame): void => {
    const { first, next, last } = inline ?? frame;
    const inner = arraysInline === 'same' ? frame : deeper(frame);
    out += '[';
    for (const [at, item] of items.entries()) {
      if (out.length > MOST_PRINTED) return;
      out += at === 0 ? first : next;
      print(item, inner);
    }
    out += items.length === 0 ? `${within(layout, 0, frame)}]` : `${last}]`;
  };
  const record = (entries: readonly Entry[], frame: Frame): void => {
    const inner = deeper(frame);
    out += '{';
    for (const [at, [key, value]] of entries.entries()) {
      if (out.length > MOST_PRINTED) return;
      const name = escaping.write(key) + colon;
      out += (at === 0 ? frame.first : frame.next) + name;
      print(value, aligned === true ? frameOf(layout, inner.margin + ' '.repeat(name.length)) : inner);
    }
    out += entries.length === 0 ? `${within(layout, 1, frame)}}` : `${frame.last}}`;
  };
  print(root, outermost);
  return out;
}

/** What stands after an opening bracket, between two items and before the closing bracket, whose line begins with `margin`. */
interface Frame {
  readonly margin: string;
  readonly first: string;
  readonly next: string;
  readonly last: string;
}

function frameOf({ indent, comma, newline, pad = '' }: Layout, margin: string): Frame {
  if (indent === null) return { margin, first: pad, next: comma, last: pad };
  const outer = newline + margin;
  return { margin, first: outer + indent, next: comma + outer + indent, last: outer };
}

/** The frame one step deeper than another, made once for each. */
function framesBelow(layout: Layout, outermost: Frame): (frame: Frame) => Frame {
  const { indent } = layout;
  if (indent === null) return () => outermost;
  const known = new Map<Frame, Frame>();
  return (frame) => {
    const found = known.get(frame) ?? frameOf(layout, frame.margin + indent);
    known.set(frame, found);
    return found;
  };
}

/** What stands between the brackets of an empty array (0) or object (1). */
function within({ newline, pad = '', arraysInline, empties = [0, 0] }: Layout, sort: 0 | 1, { margin }: Frame): string {
  const lines = empties[sort];
  if (lines > 0) return newline.repeat(lines) + margin;
  return arraysInline === undefined ? '' : pad;
}
