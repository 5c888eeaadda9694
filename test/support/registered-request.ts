import type { HeaderLine } from '../../server/contract/header.ts';
import type { CapturedRequest } from '../../server/contract/request.ts';

/** A webhook as it is registered with a sender. */
export interface Registered {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly HeaderLine[];
  readonly body: string;
}

/**
 * The request that an HTTP client makes of a registered URL (RFC 9110, 4.2 and 7.2): the scheme's own port is not in Host, user and
 * password travel as HTTP Basic, an empty path is "/".
 */
export function requestOf({ method, url, headers, body }: Registered): CapturedRequest {
  const [, scheme, userinfo, authority, path, query] = /^(https?):\/\/(?:([^@/?]*)@)?([^/?]*)([^?]*)(\?.*)?$/s.exec(
    url,
  )!;
  const host = authority!.replace(scheme === 'https' ? /:443$/ : /:80$/, '');
  const target = Buffer.from(`${path === '' ? '/' : path}${query ?? ''}`, 'utf8').toString('latin1');
  const [user, password = ''] = (userinfo ?? '').split(':').map((text) => decodeURIComponent(text));
  const basic = Buffer.from(`${user}:${password}`, 'utf8').toString('base64');
  const own: HeaderLine[] = userinfo === undefined ? [] : [['Authorization', `Basic ${basic}`]];
  return {
    method,
    target,
    headers: [['Host', host], ...own, ...headers],
    body: Buffer.from(body, 'utf8'),
    httpVersion: '1.1',
    trailers: [],
    publicUrl: `${scheme}://${host}${target}`,
    arrivedAtMs: 0,
  };
}

const HOSTS = ['ex.ngrok.io', 'EX.Ngrok.IO', '127.0.0.1', '[::1]', 'xn--caf-dma.example'];
const PORTS = ['', ':443', ':80', ':8443'];
const USERS = [
  '',
  'user:pass@',
  'us%40er:p%3Ass%2Fw@',
  'user:@',
  'a.b-c_d~e:!$&()*+@',
  '%C3%A9t%C3%A9:pa%20ss@',
  'us%c3%a9r:x@',
];
const PATHS = [
  '/e/hook',
  '/e/hook/',
  '/',
  '/a%2Fb',
  '/caf%C3%A9',
  "/O'Brien(1)!*",
  '/a//b',
  '/%7Euser/~x',
  '/a;b=c/d',
  '/%e2%98%83',
];
const QUERIES = [
  '',
  '?',
  '?a=1&b=2',
  '?b=2&a=1',
  '?a=&b',
  '?a=1&a=1',
  '?a=2&a=1&A=3',
  "?name=O'Brien",
  '?q=a+b',
  '?q=a%20b',
  '?q=%E2%98%83&r=%e2%98%83',
  '?url=https%3A%2F%2Fx.y%2Fz%3Fa%3D1',
  '?a=1&&b=2&',
  '?a[b]=c&a-b=1&a=0',
  '?=1',
  '?~=!*()',
  '??a=1',
  '?a=1?b=2',
  '?a=%zz&b=%',
  '?a=\\&b=^|`',
];

/** URLs that a sender can be given: each odd part once in an ordinary URL, and odd parts together, no two runs apart. */
export function oddUrls(): readonly string[] {
  const url = (scheme: string, user: string, host: string, port: string, path: string, query: string) =>
    `${scheme}://${user}${host}${port}${path}${query}`;
  const urls: string[] = [];
  for (const scheme of ['https', 'http']) {
    for (const user of USERS)
      for (const port of PORTS) urls.push(url(scheme, user, HOSTS[0]!, port, PATHS[0]!, QUERIES[2]!));
    for (const host of HOSTS) urls.push(url(scheme, '', host, '', PATHS[0]!, ''));
  }
  for (const path of PATHS) for (const query of QUERIES) urls.push(url('https', '', HOSTS[0]!, '', path, query));
  for (let at = 0; at < 120; at++)
    urls.push(
      url(
        at % 3 === 0 ? 'http' : 'https',
        USERS[at % USERS.length]!,
        HOSTS[at % HOSTS.length]!,
        PORTS[(at * 3) % PORTS.length]!,
        PATHS[(at * 7) % PATHS.length]!,
        QUERIES[(at * 5) % QUERIES.length]!,
      ),
    );
  return [...new Set(urls)];
}

/** Bodies of forms as senders write them: repeated, empty and nameless fields, spellings of escapes, characters of all lengths. */
export const ODD_FORMS: readonly string[] = [
  'a=1',
  '',
  'MediaUrl=b&MediaUrl=b&X=1',
  'MediaUrl=b&MediaUrl=a&MediaUrl=b&X=1',
  'b=2&a=1&B=3&_=4&10=5&9=6',
  'a=&b=&c',
  'Body=Ahoy+%F0%9F%91%8B&From=%2B14155550100',
  'Body=a%20b&Body=a+b',
  'Body=caf%C3%A9&body=caf%c3%a9',
  'Body=%7E~%2A*%21!',
  'Body=line%0D%0Abreak&Tab=%09',
  'Body=&Body=&Body=x',
  'a-b=1&a=2&a%2Db=3',
  'constructor=1&toString=2&hasOwnProperty=3',
  '?a=1&b=2',
  'a=1;b=2&c=x;y',
  'a=%E9t%E9&b=%ED%A0%80&c=%C3',
  'a=%00&b=%EF%BB%BFx',
  'caf%C3%A9=cafe%CC%81&cafe%CC%81=caf%C3%A9',
  'a=b=c==&a+b=1+2%2B3',
  'a=%zz&b=%4&c=%',
  '&&a=1&&b=2&&',
  'a=1&b=2\n',
];
