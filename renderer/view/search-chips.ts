import { parseSearch, printSearch, type SearchTerm } from '../../server/contract/search-grammar.ts';

/** A term of a search as a chip; `without` is the search once the chip is taken away. */
export interface SearchChip {
  readonly label: string;
  readonly without: string;
}

/** The `key:value` terms of a search as chips; plain words stay in the box alone. */
export function searchChips(input: string): readonly SearchChip[] {
  const terms = parseSearch(input);
  return terms.flatMap((term, at) =>
    term.key === null ? [] : [{ label: chipLabel(term), without: printSearch(terms.toSpliced(at, 1)) }],
  );
}

const chipLabel = ({ key, values, negated }: SearchTerm): string =>
  `${negated ? 'not ' : ''}${key}: ${values.join(' or ')}`;

/** A search with `key:value` added, or taken away where it is there already. */
export function toggleTerm(input: string, key: NonNullable<SearchTerm['key']>, value: string): string {
  const terms = parseSearch(input);
  const at = terms.findIndex(
    (term) => term.key === key && !term.negated && term.values.length === 1 && term.values[0] === value,
  );
  if (at >= 0) return printSearch(terms.toSpliced(at, 1));
  return printSearch([
    ...terms.filter((term) => term.key !== key || term.negated),
    { key, values: [value], negated: false },
  ]);
}
