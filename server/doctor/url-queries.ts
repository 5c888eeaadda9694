import { header } from '../contract/header.ts';
import { textOf } from './bytes.ts';
import { ESCAPE_SETS, fieldsOf, printForm } from './form-print.ts';
import type { Case } from './hypothesis.ts';
import { scalarsOf } from './json-scalars.ts';
import { parseJsonTree } from './json-tree.ts';
import { urlParts } from './request-changes.ts';
import { decoded, type UrlPart } from './url-part.ts';

/** Queries that the provider may have called: none, another order, other escapes, a value that the body has. */
export function queriesOf(of: Case, query: string): readonly UrlPart<string>[] {
  const original = header(of.request.headers, 'X-Original-URI') ?? header(of.request.headers, 'X-Forwarded-Uri') ?? '';
  const queries: UrlPart<string>[] = original.includes('?')
    ? [{ value: original.slice(original.indexOf('?')), how: 'the query of the original URL' }]
    : [];
  for (const url of of.publicUrls.slice(0, 20)) {
    const known = urlParts(url)?.query ?? '';
    if (known !== '') queries.push({ value: known, how: 'the query of a known public URL' });
  }
  if (query === '') return [...queries, { value: '?', how: 'with an empty query' }];
  const pairs = query.slice(1).split('&');
  const put = (list: readonly string[], how: string): void => {
    queries.push({ value: list.length === 0 ? '' : `?${list.join('&')}`, how });
  };
  put([], 'without the query');
  put(pairs.toSorted(), 'with the query sorted');
  put(pairs.toReversed(), 'with the query in reverse order');
  put(pairs.map(decoded), 'with the escapes of the query decoded');
  put(
    pairs.map((pair) => pair.replaceAll('+', '%20')),
    'with %20 instead of + in the query',
  );
  put(
    pairs.map((pair) => pair.replaceAll('%20', '+')),
    'with + instead of %20 in the query',
  );
  put(
    pairs.map((pair) => encodeURI(decoded(pair))),
    'with the query escaped',
  );
  put(
    pairs.map((pair) => pair.replace(/=$/, '')),
    'without = after empty parameters',
  );
  put(
    pairs.map((pair) => (pair.includes('=') ? pair : `${pair}=`)),
    'with = after empty parameters',
  );
  for (const text of respelled(query)) queries.push({ value: text, how: 'with other escapes in the query' });
  for (let at = 0; at < Math.min(pairs.length, 12); at++)
    put(pairs.toSpliced(at, 1), `without ${pairs[at]?.split('=')[0]} in the query`);
  if (pairs.length <= 4) for (const order of orders(pairs)) put(order, 'with the query in another order');
  for (const pair of bodyValues(of, pairs)) put(pair, 'with the value that the body has in the query');
  return queries;
}

/** What some printers of queries escape and others leave alone. */
const DISPUTED = `',:/@!()*~[]"|`;

function* respelled(query: string): Generator<string> {
  yield query.replace(/%[0-9a-f]{2}/gi, (hex) => hex.toUpperCase());
  yield query.replace(/%[0-9a-f]{2}/gi, (hex) => hex.toLowerCase());
  for (const char of DISPUTED) {
    const escaped = `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
    if (query.includes(char)) yield `?${query.slice(1).replaceAll(char, escaped)}`;
    if (query.toUpperCase().includes(escaped)) yield query.replace(new RegExp(escaped, 'gi'), () => char);
  }
  const fields = fieldsOf(query.slice(1));
  for (const set of ESCAPE_SETS) for (const blank of ['%20', '+']) yield `?${printForm(fields, set, blank)}`;
  yield query.replace(/%25(?=[0-9a-f]{2})/gi, '%');
}

function orders(list: readonly string[]): readonly (readonly string[])[] {
  if (list.length < 2) return [list];
  return list.flatMap((head, at) => orders(list.toSpliced(at, 1)).map((rest) => [head, ...rest]));
}

/** Parameters that repeat a field of the body (Mercado Pago's `data.id`), with the body's value. */
function* bodyValues(of: Case, pairs: readonly string[]): Generator<readonly string[]> {
  const tree = parseJsonTree(textOf(of.request.body.subarray(0, 262_144)) ?? '');
  if (tree === null) return;
  const scalars = new Map(scalarsOf(tree).map(({ path, text }) => [path, text] as const));
  for (const [at, pair] of pairs.entries()) {
    const name = decoded(pair.split('=')[0] ?? '');
    const value = scalars.get(name);
    if (value !== undefined) yield pairs.with(at, `${pair.split('=')[0]}=${encodeURIComponent(value)}`);
  }
}
