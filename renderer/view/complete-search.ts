import { SEARCH_KEYS, type SearchKey } from '../../server/contract/search-grammar.ts';

/** One way to go on with a search; `insert` replaces the word under the caret. */
export interface Completion {
  readonly insert: string;
  readonly label: string;
  readonly detail: string;
}

export interface Completions {
  readonly from: number;
  readonly to: number;
  readonly options: readonly Completion[];
}

/** Names to offer after a colon: what is known at this moment. */
export interface KnownValues {
  readonly methods: readonly string[];
  readonly providers: readonly string[];
  readonly events: readonly string[];
  readonly endpoints: readonly string[];
}

const FIXED: Partial<Record<SearchKey, readonly string[]>> = {
  verdict: ['valid', 'invalid', 'unchecked', 'stale'],
  outcome: ['none', 'pending', 'answered', 'failed', '2xx', '4xx', '5xx'],
  is: ['pinned', 'noted', 'duplicate', 'truncated', 'aborted', 'malformed', 'surplus', 'damaged', 'sent'],
  status: ['200', '404', '413', '503'],
  size: ['>10kb', '>1mb', '<=1kb', '0'],
  after: ['15m', '1h', '24h', '7d'],
  before: ['15m', '1h', '24h', '7d'],
  type: ['json', 'form', 'xml', 'multipart', 'text'],
};
const MOST = 12;

/** What could be typed next at `caret`: keys at the start of a word, values after a key and its colon. */
export function completeSearch(input: string, caret: number, known: KnownValues): Completions {
  const { from, to } = wordAt(input, caret);
  const typed = input.slice(from, caret);
  const minus = typed.startsWith('-') ? '-' : '';
  const word = typed.slice(minus.length);
  const colon = word.indexOf(':');
  if (colon < 0) {
    const options = Object.entries(SEARCH_KEYS)
      .filter(([key]) => key.startsWith(word.toLowerCase()))
      .map(([key, detail]) => ({ insert: `${minus}${key}:`, label: `${key}:`, detail }));
    return { from, to, options };
  }
  const key = word.slice(0, colon).toLowerCase();
  const before = word.slice(colon + 1).split(',');
  const part = (before.pop() ?? '').replace(/^"/, '').toLowerCase();
  const head = `${minus}${key}:${before.length > 0 ? `${before.join(',')},` : ''}`;
  const options = valuesFor(key, known)
    .filter((value) => value.toLowerCase().includes(part) && value.toLowerCase() !== part)
    .slice(0, MOST)
    .map((value) => ({ insert: `${head}${quote(value)} `, label: value, detail: '' }));
  return { from, to, options };
}

function valuesFor(key: string, known: KnownValues): readonly string[] {
  if (key === 'method') return known.methods;
  if (key === 'provider') return [...known.providers, 'unknown'];
  if (key === 'event') return known.events;
  if (key === 'endpoint') return known.endpoints;
  return FIXED[key as SearchKey] ?? [];
}

const quote = (value: string): string => (/[\s",]/.test(value) ? `"${value.replaceAll('"', '\\"')}"` : value);

/** The word around the caret; blanks inside quotation marks do not end it. */
function wordAt(input: string, caret: number): { readonly from: number; readonly to: number } {
  let from = 0;
  let quoted = false;
  for (let at = 0; at < caret; at++) {
    if (input[at] === '"') quoted = !quoted;
    else if (!quoted && /\s/.test(input[at] as string)) from = at + 1;
  }
  let to = caret;
  while (to < input.length && (quoted || !/\s/.test(input[to] as string))) {
    if (input[to] === '"') quoted = !quoted;
    to++;
  }
  return { from, to };
}
