import { INVISIBLE_ON_PAGE } from '../../server/contract/invisible.ts';

/** A piece of text: as it is, or one character that cannot be seen or may not be drawn, with its code point. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'mark'; readonly char: string; readonly label: string; readonly name: string };

/** No script stacks more marks on one letter; hundreds would be drawn over the lines around it. */
const STACKED = '\\p{M}(?<=\\p{M}{7})';
const INVISIBLE = new RegExp(`${INVISIBLE_ON_PAGE}|${STACKED}`, 'gu');

/** The same set for CodeMirror, which brings its own `g` flag. */
export const INVISIBLE_CLASS = INVISIBLE.source;

const NAMES: Readonly<Record<number, string>> = {
  0: 'null',
  8: 'backspace',
  11: 'vertical tab',
  12: 'form feed',
  13: 'carriage return',
  27: 'escape',
  127: 'delete',
  173: 'soft hyphen',
  8203: 'zero-width space',
  8204: 'zero-width non-joiner',
  8206: 'left-to-right mark',
  8207: 'right-to-left mark',
  8232: 'line separator',
  8233: 'paragraph separator',
  8234: 'left-to-right embedding',
  8235: 'right-to-left embedding',
  8236: 'pop directional formatting',
  8237: 'left-to-right override',
  8238: 'right-to-left override',
  8288: 'word joiner',
  8294: 'left-to-right isolate',
  8295: 'right-to-left isolate',
  8296: 'first strong isolate',
  8297: 'pop directional isolate',
  65279: 'byte order mark',
};

/** `U+202E` with its name where it is a well-known one. */
export function describeInvisible(codePoint: number): { readonly label: string; readonly name: string } {
  const label = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
  const isMark = /^\p{M}$/u.test(String.fromCodePoint(codePoint));
  const kind = codePoint < 32 ? 'control character' : isMark ? 'combining mark' : 'invisible character';
  return { label, name: NAMES[codePoint] ?? kind };
}

/** Split a text so that every invisible character, and whatever is stacked high on one letter, can be shown as a mark. Joined again, the pieces are the text. */
export function splitInvisibles(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(INVISIBLE)) {
    if (match.index > from) pieces.push({ kind: 'text', text: text.slice(from, match.index) });
    const [char] = match;
    pieces.push({ kind: 'mark', char, ...describeInvisible(char.codePointAt(0) ?? 0) });
    from = match.index + char.length;
  }
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) });
  return pieces;
}

/** Whether a text holds such characters at all. */
export function hasInvisibles(text: string): boolean {
  // Not `test`: a pattern with `g` would keep its place, and the next text would be read from there on.
  return text.search(INVISIBLE) >= 0;
}
