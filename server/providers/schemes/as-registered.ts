import type { CapturedRequest } from '../../contract/request.ts';
import type { Check } from '../provider.ts';
import { viewOf } from '../reading/view.ts';
import type { Scheme } from './scheme.ts';
import { joinUrl, splitUrl } from './url-parts.ts';

/**
 * A scheme that signs the URL as it was registered. Of that URL a request does not show the port that is its scheme's own
 * (RFC 9110, 4.2), nor the user and password (RFC 3986, 3.2.1), which travel as HTTP Basic: a signature that does not fit is
 * tried with them put back.
 */
export const asRegistered = (scheme: Scheme): Scheme => ({
  ...scheme,
  check: (request, credential, nowMs) => {
    const plain = scheme.check(request, credential, nowMs);
    if (!isOfAnotherUrl(plain)) return plain;
    for (const { url, note } of registeredUrls(request)) {
      const check = scheme.check({ ...request, publicUrl: url }, credential, nowMs);
      if (isOfAnotherUrl(check)) continue;
      return check.kind === 'valid' ? { ...check, note: check.note === null ? note : `${note} ${check.note}` } : check;
    }
    return plain;
  },
});

const isOfAnotherUrl = (check: Check): boolean =>
  check.kind === 'invalid' && (check.code === 'signature-differs' || check.code === 'url-differs');

interface Registered {
  readonly url: string;
  readonly note: string;
}

function registeredUrls(request: CapturedRequest): readonly Registered[] {
  const parts = splitUrl(request.publicUrl);
  if (parts === null) return [];
  const own = parts.scheme.toLowerCase() === 'https://' ? ':443' : ':80';
  const ports = parts.port === '' ? ['', own] : parts.port === own ? [own, ''] : [parts.port];
  const users = parts.userinfo === '' ? userinfosOf(request) : [];
  return [
    ...ports.slice(1).map((port) => ({ url: joinUrl({ ...parts, port }), note: 'It fits the address with its port.' })),
    ...users.flatMap((userinfo) =>
      ports.map((port) => ({
        url: joinUrl({ ...parts, userinfo, port }),
        note: 'It fits the address with the user and password that the delivery carries.',
      })),
    ),
  ];
}

/** User and password of `Authorization: Basic`, in the spellings that a URL may have them in. */
function userinfosOf(request: CapturedRequest): readonly string[] {
  const basic = /^Basic[ \t]+([\w+/]{1,2048}={0,2})[ \t]*$/i.exec(viewOf(request).header('authorization') ?? '');
  const pair = basic === null ? '' : Buffer.from(basic[1]!, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon < 0) return [];
  const [user, password] = [pair.slice(0, colon), pair.slice(colon + 1)];
  const found = SPELLINGS.flatMap((spell) => [
    `${spell(user)}:${spell(password)}@`,
    ...(password === '' ? [`${spell(user)}@`] : []),
  ]);
  return [...new Set(found)].map((userinfo) => Buffer.from(userinfo, 'utf8').toString('latin1'));
}

const hex = (char: string): string =>
  [...Buffer.from(char, 'utf8')].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
const escaped = (text: string): string => text.replace(/[^\w.~-]/gu, hex);

const SPELLINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  // All but RFC 3986's unreserved characters; the same in small letters; as encodeURIComponent; as the URL Standard prints it.
  escaped,
  (text) => escaped(text).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
  (text) => text.replace(/[^\w.~!'()*-]/gu, hex),
  (text) => text.replace(/[^!$%&'()*+,\-.\w~]/gu, hex),
];
