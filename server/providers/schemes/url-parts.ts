/** An absolute URL in parts, verbatim: nothing is normalised. `userinfo` ends with `@`, `port` begins with `:`; each may be empty. */
export interface UrlParts {
  /** With `://`. */
  readonly scheme: string;
  readonly userinfo: string;
  readonly host: string;
  readonly port: string;
  /** Path, query and fragment. */
  readonly rest: string;
}

/** Take an absolute URL apart; null where it has no scheme. An IPv6 host keeps its brackets. */
export function splitUrl(url: string): UrlParts | null {
  const match = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)/i.exec(url);
  if (match === null) return null;
  const [whole, scheme, authority] = match as unknown as readonly [string, string, string];
  const userEnd = authority.lastIndexOf('@') + 1;
  const hostAndPort = authority.slice(userEnd);
  const colon = hostAndPort.indexOf(':', hostAndPort.lastIndexOf(']') + 1);
  return {
    scheme,
    userinfo: authority.slice(0, userEnd),
    host: colon < 0 ? hostAndPort : hostAndPort.slice(0, colon),
    port: colon < 0 ? '' : hostAndPort.slice(colon),
    rest: url.slice(whole.length),
  };
}

export const joinUrl = ({ scheme, userinfo, host, port, rest }: UrlParts): string =>
  `${scheme}${userinfo}${host}${port}${rest}`;
