import { byteText, latin1, textOf, utf8 } from '../bytes.ts';
import type { BodyVariant } from '../hypotheses/body-variants.ts';
import { withoutMarkup } from './html-escapes.ts';

const MAX_BYTES = 1_048_576;

/**
 * A body that stands as it is within the framing of something else: chunks of HTTP, a whole HTTP message, an event stream, an
 * element of XML, quotation marks. Nothing is made of a body that does not show one of these.
 */
export function* framedTexts(body: Uint8Array): Generator<BodyVariant> {
  if (body.byteLength < 4 || body.byteLength > MAX_BYTES) return;
  const text = byteText(body);
  const chunks = chunked(text);
  if (chunks !== null) yield { body: latin1(chunks), how: 'The body without the chunk sizes that were left in it' };
  const message = /^(?:[A-Z]{3,12} \S+ HTTP\/\d|HTTP\/\d\S* \d{3})[^\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n/.exec(text)?.[0];
  if (message !== undefined)
    yield { body: latin1(text.slice(message.length)), how: 'The body of the HTTP message that arrived as the body' };
  yield* eventData(text);
  const quoted = /^\s*(['"`])([\s\S]+)\1\s*$/.exec(text)?.[2];
  if (quoted !== undefined) yield { body: latin1(quoted), how: 'The body without the quotation marks around it' };
  yield* plainMarks(body);
  if (/=(?:[0-9A-F]{2}|\r?\n)/.test(text) && !/^[^\s{<]*=/.test(text))
    yield { body: latin1(fromQuotedPrintable(text)), how: 'The body decoded from quoted-printable' };
  if (/^\s*</.test(text)) yield* elements(body);
}

/** The content of chunks (RFC 9112, 7.1; with AWS's signatures as extensions), where all of the text is that; else null. */
function chunked(text: string): string | null {
  const parts: string[] = [];
  const head = /([0-9a-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n/iy;
  for (let at = 0; ; ) {
    head.lastIndex = at;
    const [line, size = ''] = head.exec(text) ?? [];
    if (line === undefined) return null;
    const from = at + line.length;
    const length = Number.parseInt(size, 16);
    if (length === 0) return parts.length === 0 ? null : parts.join('');
    const end = /^\r?\n/.exec(text.slice(from + length, from + length + 2))?.[0];
    if (end === undefined) return null;
    parts.push(text.slice(from, from + length));
    at = from + length + end.length;
  }
}

/** The data lines of a server-sent event (WHATWG HTML, 9.2.6). */
function* eventData(text: string): Generator<BodyVariant> {
  if (!/^(?:data|event|id|retry|):/.test(text)) return;
  const lines = text.split(/\r?\n/).filter((line) => line.startsWith('data:'));
  if (lines.length > 0)
    yield {
      body: latin1(lines.map((line) => line.slice(5).replace(/^ /, '')).join('\n')),
      how: 'The data of the server-sent event that arrived as the body',
    };
}

const MARKS: Readonly<Record<string, string>> = {
  '\u201c': '"',
  '\u201d': '"',
  '\u201e': '"',
  '\u2018': "'",
  '\u2019': "'",
  '\u00a0': ' ',
  '\u200b': '',
  '\ufeff': '',
};

/** What word processors and chats make of plain text: typographic quotation marks, blanks that do not break, invisible ones. */
function* plainMarks(body: Uint8Array): Generator<BodyVariant> {
  const text = textOf(body);
  if (text === null) return;
  const plain = text.replace(/[\u201c-\u201e\u2018\u2019\u00a0\u200b\ufeff]/g, (mark) => MARKS[mark] ?? mark);
  if (plain !== text) yield { body: utf8(plain), how: 'The body with plain quotation marks and blanks' };
}

/** RFC 2045, 6.7. */
const fromQuotedPrintable = (text: string): string =>
  text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

const MAX_ELEMENTS = 24;

/** The texts of XML elements that begin like a body of their own, with their character references undone. */
function* elements(body: Uint8Array): Generator<BodyVariant> {
  const text = textOf(body) ?? '';
  const root = /^\s*(?:<\?xml[^>]*>\s*)?<([\w:.-]{1,80})(?:\s[^<>]*)?>([^<]+)<\/\1>\s*$/.exec(text);
  if (root !== null) yield { body: utf8(withoutMarkup(root[2] ?? '')), how: `The text of the element ${root[1]}` };
  const found = text.matchAll(/<([\w:.-]{1,80})(?:\s[^<>]*)?>\s*((?:[{[]|&(?:lt|quot);)[^<]*)<\/\1>/g);
  for (const [, name, content = ''] of found.take(MAX_ELEMENTS))
    yield { body: utf8(withoutMarkup(content)), how: `The text of the element ${name}` };
}
