import { formCharset } from '../../contract/reading/form-charset.ts';
import { formDecode } from './percent-decode.ts';

const ESCAPE = /\\(?:u([0-9a-f]{4})|(["\\/bfnrt]))/gi;
const SHORT: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/gi;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

/**
 * How else the window shows a text of this type: the fields of a form, the strings of JSON, the characters of XML. Only forms that
 * differ from the text are told, so that a body without escapes is kept once.
 */
export function shownForms(text: string, type: string, charset: string): readonly string[] {
  const own = isForm(type) && charset === 'utf-8' ? (formCharset(text) ?? charset) : charset;
  const fields = isForm(type) ? fieldLines(text, own) : text;
  const written = [fields, ...(isForm(type) || isJson(text, type) ? [unescapeJson(fields)] : [])];
  const characters = isMarkup(text, type) ? [unescapeMarkup(text)] : [];
  return [...new Set([...written, ...characters])].filter((form) => form !== text);
}

const isForm = (type: string): boolean => type === 'application/x-www-form-urlencoded';
const isJson = (text: string, type: string): boolean =>
  /json|javascript/.test(type) || /^[\s\ufeff\x1e]*[[{"]/.test(text);
const isMarkup = (text: string, type: string): boolean => /[/+](?:xml|html)$/.test(type) || /^[\s\ufeff]*</.test(text);

function fieldLines(text: string, charset: string): string {
  return /[%+]/.test(text)
    ? text
        .split('&')
        .map((field) =>
          field
            .split('=')
            .map((side) => formDecode(side, charset))
            .join('='),
        )
        .join('\n')
    : text;
}

/** The escapes of RFC 8259, 7. Between strings JSON has none. */
function unescapeJson(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(ESCAPE, (_, hex: string | undefined, short: string | undefined) =>
    hex !== undefined ? String.fromCharCode(Number.parseInt(hex, 16)) : (SHORT[short as string] ?? (short as string)),
  );
}

/** Character references (XML 1.0, 4.1) and the entities that every reader knows. */
function unescapeMarkup(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex as string, 16) : Number(decimal);
    return code > 0x10ffff ? whole : String.fromCodePoint(code);
  });
}
