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
