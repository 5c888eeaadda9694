/**
 * Characters that hide, reorder or steer text: C0 and C1 controls with DEL (ECMA-48), soft hyphen, bidi marks, embeddings,
 * overrides and isolates (Unicode UAX #9; "Trojan Source", CVE-2021-42574), zero-width and other format characters, line
 * separators, variation selectors but the one of emoji, tag characters, lone surrogates. A character class for a regular
 * expression with the flag `u`, without its brackets.
 */
const CLASS =
  '\\x00-\\x1f\\x7f-\\x9f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f' +
  '\\u3164\\ufe00-\\ufe0e\\ufeff\\uffa0\\ufff0-\\ufffc\\u{13430}-\\u{1343f}\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}\\p{Surrogate}';

/** The same as a pattern for a page: tab and line feed are left to the layout, and the joiner of emoji to the font. */
export const INVISIBLE_ON_PAGE = `(?![\\t\\n\\u200d])[${CLASS}]`;

const INVISIBLE = new RegExp(`[${CLASS}]`, 'gu');
const INVISIBLE_IN_LINES = new RegExp(`(?!\\n)[${CLASS}]`, 'gu');

const asText = (char: string): string => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
const asJson = (char: string): string =>
  char
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');

/** Text from outside as part of one line: every invisible character, line feeds and tabs too, as `\u{202e}`. */
export const printable = (text: string): string => text.replace(INVISIBLE, asText);

/** Lines for a terminal: the same, but line feeds end lines. Whatever stands in them cannot steer the terminal. */
export const escapeLines = (text: string): string => text.replace(INVISIBLE_IN_LINES, asText);

/** Lines of JSON for a terminal: the same as `\u202e` of JSON (RFC 8259, 7), so that a parser reads the same values. */
export const escapeJsonLines = (text: string): string => text.replace(INVISIBLE_IN_LINES, asJson);
