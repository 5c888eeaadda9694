import { printable } from '../contract/invisible.ts';
import { mistypedKey } from '../contract/search-grammar.ts';

/** What to say of a search in which a key is probably mistyped, or null: such a word is looked for as text, and finds nothing. */
export function searchHint(query: string): string | null {
  const found = mistypedKey(query);
  if (found === null) return null;
  const { written, meant } = found;
  return `${printable(written)}: is no search key, so it is looked for as text; did you mean ${meant}:?`;
}
