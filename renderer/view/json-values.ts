import { scanJson } from './json-tree.ts';

/** Where a value lies in a text. */
export interface ValueRange {
  readonly from: number;
  readonly to: number;
}

/** Values in one body that are looked at. */
export const MOST_VALUES = 100_000;
const SEPARATOR = /[\s\x1e]*/y;

/**
 * The JSON values that follow one another in a text, with blanks, line ends or record separators between them (RFC 7464) or
 * nothing at all. `restAt`: where the first thing that is no value begins, the end of the text when there is none.
 */
export function jsonValues(text: string): { readonly values: readonly ValueRange[]; readonly restAt: number } {
  const values: ValueRange[] = [];
  let at = afterSeparator(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  while (at < text.length && values.length < MOST_VALUES) {
    const { problem, capped, nodes, count } = scanJson(text.slice(at));
    const follows = problem?.sentence === MORE_FOLLOWS;
    if (count === 0 || capped || (problem !== null && !follows)) return { values, restAt: at };
    const to = at + (nodes[2] ?? 0);
    values.push({ from: at, to });
    at = afterSeparator(text, to);
  }
  return { values, restAt: at };
}

const MORE_FOLLOWS = scanJson('0 0').problem?.sentence;

function afterSeparator(text: string, from: number): number {
  SEPARATOR.lastIndex = from;
  SEPARATOR.test(text);
  return SEPARATOR.lastIndex;
}
