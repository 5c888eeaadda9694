import { byteText } from './bytes.ts';

/** A run of the signed string, as the Signature tab shows it. */
export interface SignedRun {
  readonly text: string;
  /**
   * - `text`: shown as it is
   * - `invisible`: a sign that stands for a character nobody sees (`⏎`, `⇥`, `·`, `U+200B`)
   * - `escaped`: bytes that are no text, in hex (`\xEB`)
   */
  readonly kind: 'text' | 'invisible' | 'escaped';
}

/** The exact signed string, for the eye: every byte is accounted for, and nothing in it can hide or reorder. */
export type SignedView = readonly SignedRun[];

const SIGNS: Readonly<Record<string, string>> = { '\n': '⏎\n', '\r': '␍', '\t': '⇥', '\u00a0': '⍽', '\ufeff': 'BOM' };
const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\u00a0\u2000-\u200a\u202f\u205f\u3000\u115f\u1160\u3164\uffa0]|[\ufe00-\ufe0f]/u;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Show signed bytes as runs. Control, format, bidi and odd blank characters become visible signs; a newline keeps its
 * line break; blanks at the end of a line or of all become `·`; bytes that are not UTF-8 become `\xNN`. Never throws.
 */
export function showSigned(bytes: Uint8Array): SignedView {
  const runs: SignedRun[] = [];
  const add = (text: string, kind: SignedRun['kind']): void => {
    const last = runs.at(-1);
    if (last?.kind === kind) runs[runs.length - 1] = { kind, text: last.text + text };
    else if (text !== '') runs.push({ kind, text });
  };
  for (const part of decodedParts(bytes)) {
    if (part.kind === 'escaped') {
      add(part.text, 'escaped');
      continue;
    }
    for (const piece of part.text.split(LINE_END_BLANKS)) {
      if (/^ +$/.test(piece)) add('·'.repeat(piece.length), 'invisible');
      else for (const run of piece.split(splitHidden)) showRun(run, add);
    }
  }
  return runs;
}

/** Blanks at the end of a line; the look-behind lets a run of them be read once. */
const LINE_END_BLANKS = /((?<! ) +(?=[\r\n]|$))/;

const splitHidden = new RegExp(`(${HIDDEN.source})`, 'u');

function showRun(text: string, add: (text: string, kind: SignedRun['kind']) => void): void {
  if (!HIDDEN.test(text)) add(text, 'text');
  else add(SIGNS[text] ?? `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`, 'invisible');
}

type Part = { readonly kind: 'text' | 'escaped'; readonly text: string };

/** Bytes as stretches of valid UTF-8 and of bytes that are not. */
function decodedParts(bytes: Uint8Array): readonly Part[] {
  try {
    return [{ kind: 'text', text: decoder.decode(bytes) }];
  } catch {
    return [...byteText(bytes).matchAll(UTF8_OR_BYTE)].map(([part, text]) =>
      text === undefined ? escaped(part) : decoded(text),
    );
  }
}

/** Well-formed UTF-8 byte sequences (Unicode 16, table 3-7), one character per byte, as group 1; else one byte that is none. */
const UTF8_OR_BYTE =
  /((?:[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}){1,4096})|[\x80-\xff]/g;

const decoded = (text: string): Part => ({ kind: 'text', text: decoder.decode(Buffer.from(text, 'latin1')) });

const escaped = (byte: string): Part => ({
  kind: 'escaped',
  text: `\\x${byte.charCodeAt(0).toString(16).toUpperCase()}`,
});
