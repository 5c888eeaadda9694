import { header } from '../contract/header.ts';
import type { Case } from './hypothesis.ts';
import { type UrlParts, urlParts } from './request-changes.ts';
import type { UrlPart } from './url-part.ts';

export type Origin = Pick<UrlParts, 'scheme' | 'host'>;

/** Schemes, hosts and ports that the provider may have called: known public ones, those of forwarding headers, neighbours. */
export function originsOf(of: Case, here: UrlParts): readonly UrlPart<Origin>[] {
  const origins: UrlPart<Origin>[] = [];
  const swapped = here.scheme === 'https' ? 'http' : 'https';
  const bare = here.host.replace(/:\d+$/, '');
  const seen = (name: string): string => header(of.request.headers, name)?.split(',')[0]?.trim() ?? '';
  const user = basicUser(of);
  if (user !== null) {
    for (const scheme of [here.scheme, swapped])
      origins.push({
        value: { scheme, host: `${user}@${here.host}` },
        how: 'with the user and password of the Authorization header',
      });
  }
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
  for (const host of otherNames(bare)) origins.push({ value: { scheme: here.scheme, host }, how: `the host ${host}` });
  for (const scheme of [here.scheme, swapped]) {
    origins.push({ value: { scheme, host: bare }, how: 'without the port' });
    origins.push({ value: { scheme, host: `${bare}:${scheme === 'https' ? 443 : 80}` }, how: 'with the port' });
  }
  return origins.slice(0, 30);
}

/** User and password of HTTP Basic: a sender that was given them in its URL may sign them with it (Twilio does). */
function basicUser({ request }: Case): string | null {
  const given = /^Basic ([\w+/=]{4,400})$/i.exec(header(request.headers, 'Authorization') ?? '')?.[1];
  const user = given === undefined ? '' : Buffer.from(given, 'base64').toString('utf8');
  return /^[\x21-\x7e]+$/.test(user) && user.includes(':') && !/[@/?#]/.test(user) ? user : null;
}

/** The same site with and without `www.`, and as the bare domain. */
function otherNames(host: string): readonly string[] {
  const labels = host.split('.');
  if (labels.length < 2 || /^[\d.]+$|[[\]]/.test(host)) return [];
  const domain = labels.length > 2 ? labels.slice(1).join('.') : host;
  return [`www.${host}`, `www.${domain}`, domain].filter((name) => name !== host);
}
