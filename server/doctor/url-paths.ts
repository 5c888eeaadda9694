import { header } from '../contract/header.ts';
import type { Case } from './hypothesis.ts';
import { urlParts } from './request-changes.ts';
import { decoded, type UrlPart } from './url-part.ts';

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

/** Paths that the provider may have called: a prefix stripped or added, the slash at the end, escapes, usual webhook paths. */
export function pathsOf(of: Case, path: string): readonly UrlPart<string>[] {
  const paths: UrlPart<string>[] = [
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
