/** Absolute form (RFC 9112, 3.2.2): scheme and authority come before the path. */
const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;
/** An endpoint's address has a 26-character slug; older deliveries may carry one that was rotated since. */
const ANY_ENDPOINT = /^\/+e\/+[0-9a-hjkmnp-tv-z]{26}(?=[/?#]|$)/i;
/** Capture takes doubled slashes before and after the `e`. */
const OWN = /^\/+e\/+([0-9a-z]+)(?=[/?#]|$)/i;

/**
 * The part of a captured request target below its endpoint, with its query, verbatim: `''`, `?a=1`, `/orders/%zz?a=1`.
 * A target that does not lie below an endpoint (an imported one) is returned whole.
 */
export function belowEndpoint(target: string, slug: string): string {
  const path = target.replace(AUTHORITY, '');
  const own = OWN.exec(path);
  if (own?.[1] === slug) return path.slice(own[0].length);
  return path.replace(ANY_ENDPOINT, '');
}

/**
 * The request target of a send: the destination's path, then `below` with nothing re-encoded; queries of both are joined
 * with `&`. No slash is doubled and none is invented, except the one that a target must begin with (RFC 9112, 3.2.1).
 */
export function joinTarget(destination: URL, below: string): string {
  const cut = below.search(/[?#]/);
  const path = cut < 0 ? below : below.slice(0, cut);
  const rest = cut < 0 ? '' : below.slice(cut);
  const base = destination.pathname;
  const slash = path === '' || path.startsWith('/') ? '' : '/';
  const joined = path === '' ? base : `${base.replace(/\/$/, '')}${slash}${path}`;
  return `${joined}${joinQuery(destination.search, rest)}`;
}

function joinQuery(own: string, rest: string): string {
  if (own === '') return rest;
  if (!rest.startsWith('?')) return `${own}${rest}`;
  return rest === '?' ? own : `${own}&${rest.slice(1)}`;
}
