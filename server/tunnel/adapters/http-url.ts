/** An absolute http(s) URL without user, query or fragment, its slash at the end removed; null for anything else. */
export function httpUrl(typed: string): string | null {
  if (!URL.canParse(typed.trim())) return null;
  const url = new URL(typed.trim());
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!plain || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null;
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
