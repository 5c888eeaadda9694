import { nearest } from './nearest.ts';

/**
 * The search language of the one box and of `--query`: words and `key:value` terms, all of which must hold.
 * `"two words"` keeps blanks together, a leading `-` turns a term round, `key:a,b` means either.
 */
export const SEARCH_KEYS = {
  method: 'HTTP method, for example method:POST',
  endpoint: 'name or slug of the endpoint',
  provider: 'provider id, or unknown',
  event: 'event name; * stands for anything',
  resource: 'resource the event is about; * stands for anything',
  verdict: 'valid, invalid, unchecked or stale',
  cause: "the doctor's code for an invalid signature",
  outcome: 'last send: none, pending, answered, failed, 2xx, 4xx, 5xx or a status',
  status: 'status the sender was answered with',
  header: 'name, or name=value, of a header line',
  type: 'part of the content type',
  size: 'bytes of body: size:>10kb, size:<=1mb, size:0',
  after: 'arrived at or after a day, a moment or how long ago: 2026-11-21, 2026-11-21T14:02, 15m, 2h, 3d',
  before: 'arrived before, in the same forms',
  is: 'pinned, noted, duplicate, truncated, aborted, malformed, surplus, sent',
  id: 'delivery id, or a range 10..20',
} as const satisfies Record<string, string>;
export type SearchKey = keyof typeof SEARCH_KEYS;

/** One condition. `key` null: the text occurs in the target, a header line or a text body. */
export interface SearchTerm {
  readonly key: SearchKey | null;
  readonly values: readonly string[];
  readonly negated: boolean;
}

const isKey = (word: string): word is SearchKey => Object.hasOwn(SEARCH_KEYS, word);

/**
 * Split a search into terms. Never fails: a word whose part before the colon is no key is plain text,
 * an open quotation mark ends with the input. A key without a value is left out: somebody is typing it.
 */
export function parseSearch(input: string): readonly SearchTerm[] {
  return readTerms(input).filter(({ values }) => values.length > 0);
}

/** The first key that has no value, as it was written: `before:` of `before: 3d`. null: there is none. */
export function unfinishedTerm(input: string): string | null {
  const open = readTerms(input).find(({ values }) => values.length === 0);
  return open === undefined ? null : `${open.key}:`;
}

/** The first word that looks like a term but has a key that is none, `providr` of `providr:stripe`, with the key that was probably meant. */
export function mistypedKey(input: string): { readonly written: string; readonly meant: SearchKey } | null {
  for (const { raw, colonAt, quotedFirst } of splitWords(input)) {
    const from = raw.startsWith('-') && !quotedFirst ? 1 : 0;
    const written = raw.slice(from, Math.max(from, colonAt));
    // Of one or two letters nearly every other one is near.
    if (written.length < 3 || isKey(written.toLowerCase())) continue;
    const meant = nearest(written, Object.keys(SEARCH_KEYS));
    if (meant !== null) return { written, meant: meant as SearchKey };
  }
  return null;
}

/** Terms of which those that are not finished have no values. */
function readTerms(input: string): readonly SearchTerm[] {
  const terms: SearchTerm[] = [];
  for (const word of splitWords(input)) {
    const negated = !word.quotedFirst && word.raw.startsWith('-') && word.raw.length > 1;
    const raw = negated ? word.raw.slice(1) : word.raw;
    const colon = word.colonAt - (negated ? 1 : 0);
    const key = colon > 0 ? raw.slice(0, colon).toLowerCase() : '';
    if (isKey(key)) {
      const value = raw.slice(colon + 1);
      const values = (word.quoted ? [value] : value.split(',')).filter((part) => part !== '');
      terms.push({ key, values, negated });
    } else if (raw !== '') {
      terms.push({ key: null, values: [raw], negated });
    }
  }
  return terms;
}

/** Write terms as a search that parses to the same terms. */
export function printSearch(terms: readonly SearchTerm[]): string {
  return terms
    .map(({ key, values, negated }) => {
      const minus = negated ? '-' : '';
      if (key === null) return `${minus}${printText(values.join(','))}`;
      const [only] = values;
      const isOne = values.length === 1 && only !== undefined;
      return `${minus}${key}:${isOne && /[\s",]/.test(only) ? quote(only) : values.join(',')}`;
    })
    .join(' ');
}

/** A text that would read as a term, or as one turned round, needs quotation marks too. */
function printText(text: string): string {
  const key = text.slice(0, Math.max(0, text.indexOf(':'))).toLowerCase();
  return /[\s"]/.test(text) || text.startsWith('-') || isKey(key) ? quote(text) : text;
}

/** Within quotation marks `\\"` is a mark and any other backslash itself, so backslashes before a mark are written outside. */
function quote(text: string): string {
  const inside = text.replace(
    /(\\*)("|$)/g,
    (_, slashes: string, mark: string) => `${slashes === '' ? '' : `"${slashes}"`}${mark === '' ? '' : '\\"'}`,
  );
  return `"${inside}"`;
}

interface Word {
  readonly raw: string;
  readonly colonAt: number;
  readonly quoted: boolean;
  /** It begins with a quotation mark. */
  readonly quotedFirst: boolean;
}

function splitWords(input: string): readonly Word[] {
  const words: Word[] = [];
  let raw = '';
  let colonAt = -1;
  let quoted = false;
  let quotedFirst = false;
  let inQuotes = false;
  const end = (): void => {
    if (raw !== '') words.push({ raw, colonAt, quoted, quotedFirst });
    raw = '';
    colonAt = -1;
    quoted = false;
    quotedFirst = false;
  };
  for (let at = 0; at < input.length; at++) {
    const char = input[at] as string;
    if (char === '\\' && inQuotes && input[at + 1] === '"') {
      raw += '"';
      at++;
    } else if (char === '"') {
      if (raw === '' && !quoted) quotedFirst = true;
      inQuotes = !inQuotes;
      quoted = true;
    } else if (!inQuotes && /\s/.test(char)) {
      end();
    } else {
      if (char === ':' && colonAt < 0 && !inQuotes) colonAt = raw.length;
      raw += char;
    }
  }
  end();
  return words;
}
