import { type HeaderLine, header } from '../contract/header.ts';

/**
 * The URL the sender called: the target itself in absolute form, else the tunnel's public address, else the Host line with the
 * scheme a proxy in front tells (X-Forwarded-Proto), else http.
 */
export function publicUrlOf(target: string, headers: readonly HeaderLine[], via: string | undefined): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(target)) return target;
  if (via !== undefined) return urlBelow(via, target);
  const scheme =
    header(headers, 'x-forwarded-proto')?.split(',')[0]?.trim().toLowerCase() === 'https' ? 'https' : 'http';
  return `${scheme}://${header(headers, 'host') ?? 'localhost'}${target}`;
}

/** The public URL with the target appended verbatim; a path that the proxy did not take off is not written twice. */
function urlBelow(url: string, target: string): string {
  const { origin, pathname } = new URL(url);
  const base = pathname.replace(/\/+$/, '');
  const path = target.startsWith('/') ? target : `/${target}`;
  const kept = base !== '' && (path === base || path.startsWith(`${base}/`) || path.startsWith(`${base}?`));
  return kept ? `${origin}${path}` : `${origin}${base}${path}`;
}
