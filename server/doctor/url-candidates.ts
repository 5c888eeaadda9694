import { header } from '../contract/delivery.ts';
import { textOf } from './bytes.ts';
import type { Case } from './hypothesis.ts';
import { scalarsOf } from './json-scalars.ts';
import { parseJsonTree } from './json-tree.ts';
import { tokenUrls } from './jwt.ts';
import { type UrlParts, urlOf, urlParts } from './request-changes.ts';

export interface UrlCandidate {
  readonly url: string;
  readonly how: string;
}

interface Part<T> {
  readonly value: T;
  readonly how: string;
}

const MAX_CANDIDATES = 700;
const PREFIXES = [
  '/api',
  '/hooks',
  '/webhooks',
  '/webhook',
  '/hook',
  '/prod',
  '/dev',
  '/stage',
  '/staging',
  '/v1',
  '/api/v1',
  '/app',
];

/** URLs that the provider may have called, nearest first: one thing changed, then two, then three. Each once. */
export function urlCandidates(of: Case): readonly UrlCandidate[] {
  const here = urlParts(of.request.publicUrl);
  const found = new Map<string, UrlCandidate>();
  const add = (url: string, how: string): void => {
    if (url !== of.request.publicUrl && !found.has(url) && found.size < MAX_CANDIDATES) found.set(url, { url, how });
  };
  for (const url of tokenUrls(of.request)) add(url, 'The token names the URL');
  for (const url of of.publicUrls.slice(0, 20)) add(url, 'A known public URL');
  if (here === null) return [...found.values()];
  const origins = originsOf(of, here);
  const paths = pathsOf(of, here.path);
  const queries = queriesOf(of, here.query);
  const keep: Part<never>[] = [];
  const same = {
    origins: [...keep, { value: here, how: '' }],
    paths: [{ value: here.path, how: '' }],
    queries: [{ value: here.query, how: '' }],
  };
  for (const [hosts, ways, searches] of [
    [origins, same.paths, same.queries],
    [same.origins, paths, same.queries],
    [same.origins, same.paths, queries],
    [origins, paths, same.queries],
    [origins, same.paths, queries],
    [same.origins, paths, queries],
  ] as const) {
    for (const host of hosts) {
      for (const path of ways) {
        for (const query of searches) {
          const url = urlOf({ scheme: host.value.scheme, host: host.value.host, path: path.value, query: query.value });
          add(url, [host.how, path.how, query.how].filter(Boolean).join(', '));
        }
      }
    }
  }
  return [...found.values()];
}

type Origin = Pick<UrlParts, 'scheme' | 'host'>;

function originsOf(of: Case, here: UrlParts): readonly Part<Origin>[] {
  const origins: Part<Origin>[] = [];
  const swapped = here.scheme === 'https' ? 'http' : 'https';
  const bare = here.host.replace(/:\d+$/, '');
  const seen = (name: string): string => header(of.request.headers, name)?.split(',')[0]?.trim() ?? '';
  origins.push({ value: { scheme: swapped, host: here.host }, how: `${swapped} instead of ${here.scheme}` });
  for (const url of of.publicUrls.slice(0, 20)) {
    const parts = urlParts(url);
    if (parts !== null) origins.push({ value: parts, how: `the host ${parts.host}` });
  }
  for (const name of ['X-Forwarded-Host', 'X-Original-Host', 'Host']) {
    const host = seen(name);
    if (host === '' || !/^[\w.:[\]-]+$/.test(host)) continue;
    for (const scheme of ['https', 'http'])
      origins.push({ value: { scheme, host }, how: `the host ${host} of the header ${name}` });
  }
  for (const scheme of [here.scheme, swapped]) {
    origins.push({ value: { scheme, host: bare }, how: 'without the port' });
    origins.push({ value: { scheme, host: `${bare}:${scheme === 'https' ? 443 : 80}` }, how: 'with the port' });
  }
  return origins.slice(0, 30);
}

function pathsOf(of: Case, path: string): readonly Part<string>[] {
  const paths: Part<string>[] = [
    {
      value: path.endsWith('/') ? path.slice(0, -1) : `${path}/`,
      how: path.endsWith('/') ? 'without the trailing slash' : 'with a trailing slash',
    },
  ];
  const prefixed = (prefix: string, how: string): void => {
    const base = prefix.replace(/\/$/, '');
    if (base !== '') paths.push({ value: `${base}${path === '/' ? '' : path}`, how }, { value: `${base}${path}`, how });
  };
  for (const name of [
    'X-Original-URL',
    'X-Original-URI',
    'X-Forwarded-Uri',
    'X-Envoy-Original-Path',
    'X-Rewrite-Url',
    'X-Forwarded-Path',
  ]) {
    const original = header(of.request.headers, name);
    if (original?.startsWith('/'))
      paths.push({ value: original.replace(/\?.*$/, ''), how: `the path of the header ${name}` });
  }
  for (const name of ['X-Forwarded-Prefix', 'X-Script-Name']) {
    const prefix = header(of.request.headers, name);
    if (prefix?.startsWith('/')) prefixed(prefix, `with the prefix of the header ${name}`);
  }
  for (const url of of.publicUrls.slice(0, 20)) {
    const known = urlParts(url)?.path ?? '';
    if (known.length > 1) {
      paths.push({ value: known, how: 'the path of a known public URL' });
      prefixed(known, `with the path prefix ${known}`);
    }
  }
  const segments = path.split('/').filter(Boolean);
  for (let cut = 1; cut <= Math.min(3, segments.length); cut++) {
    paths.push({
      value: `/${segments.slice(cut).join('/')}`,
      how: `without the path prefix /${segments.slice(0, cut).join('/')}`,
    });
  }
  for (const prefix of [...PREFIXES, `/${of.provider.id}`]) prefixed(prefix, `with the path prefix ${prefix}`);
  for (const guess of ['/', '', ...PREFIXES, ...PREFIXES.map((prefix) => `${prefix}/${of.provider.id}`)]) {
    paths.push({ value: guess, how: 'with another path' });
  }
  paths.push({ value: path.replace(/\/{2,}/g, '/'), how: 'without doubled slashes' });
  paths.push({ value: decoded(path), how: 'with the escapes of the path decoded' });
  paths.push({ value: encodeURI(decoded(path)), how: 'with the path escaped' });
  paths.push({ value: path.toLowerCase(), how: 'with the path in small letters' });
  return paths;
}

function queriesOf(of: Case, query: string): readonly Part<string>[] {
  const original = header(of.request.headers, 'X-Original-URI') ?? header(of.request.headers, 'X-Forwarded-Uri') ?? '';
  const queries: Part<string>[] = original.includes('?')
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
  for (let at = 0; at < Math.min(pairs.length, 12); at++)
    put(pairs.toSpliced(at, 1), `without ${pairs[at]?.split('=')[0]} in the query`);
  if (pairs.length <= 4) for (const order of orders(pairs)) put(order, 'with the query in another order');
  for (const pair of bodyValues(of, pairs)) put(pair, 'with the value that the body has in the query');
  return queries;
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

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
