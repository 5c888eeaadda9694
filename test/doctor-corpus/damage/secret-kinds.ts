import { createHash, createHmac } from 'node:crypto';
import { type Genuine, genuine, withLines, withSecret } from '../case.ts';
import { base64, DECODING, type Kind, SECRETS, secret, TEXT_KEY } from './kind.ts';

/** Secrets as they are pasted wrongly, and keys made from them in another way. */
export const SECRET_KINDS: readonly Kind[] = [
  { kind: 'secret with newline', at: SECRETS, causes: ['secret-has-whitespace'], damage: secret((s) => `${s}\n`) },
  { kind: 'secret with CRLF', at: SECRETS, causes: ['secret-has-whitespace'], damage: secret((s) => `${s}\r\n`) },
  {
    kind: 'secret with literal \\n',
    at: SECRETS,
    causes: ['secret-has-whitespace', 'secret-line-breaks'],
    damage: secret((s) => `${s}\\n`),
  },
  { kind: 'secret with BOM', at: SECRETS, causes: ['secret-has-whitespace'], damage: secret((s) => `\ufeff${s}`) },
  {
    kind: 'secret with zero width',
    at: SECRETS,
    causes: ['secret-has-whitespace'],
    damage: secret((s) => `${s.slice(0, 9)}\u200b${s.slice(9)}`),
  },
  { kind: 'secret with nbsp', at: SECRETS, causes: ['secret-has-whitespace'], damage: secret((s) => `${s}\u00a0`) },
  { kind: 'secret double quoted', at: SECRETS, causes: ['secret-quoted'], damage: secret((s) => `"${s}"`) },
  { kind: 'secret single quoted', at: SECRETS, causes: ['secret-quoted'], damage: secret((s) => `'${s}'`) },
  { kind: 'secret with one quote', at: SECRETS, causes: ['secret-quoted'], damage: secret((s) => `${s}"`) },
  {
    kind: 'secret in brackets',
    at: SECRETS,
    causes: ['secret-quoted', 'secret-prefix-left-in'],
    damage: secret((s) => `<${s}>`),
  },
  {
    kind: 'secret as JSON',
    at: SECRETS,
    causes: ['secret-quoted', 'secret-prefix-left-in'],
    damage: secret((s) => JSON.stringify({ secret: s })),
  },
  {
    kind: 'secret with comma',
    at: SECRETS,
    causes: ['secret-quoted', 'secret-has-whitespace', 'secret-prefix-left-in'],
    damage: secret((s) => `"${s}",`),
  },
  {
    kind: 'secret with variable',
    at: SECRETS,
    causes: ['secret-prefix-left-in', 'secret-quoted'],
    damage: secret((s) => `WEBHOOK_SECRET="${s}"`),
  },
  { kind: 'secret with Bearer', at: SECRETS, causes: ['secret-prefix-left-in'], damage: secret((s) => `Bearer ${s}`) },
  {
    kind: 'secret base64 again',
    at: SECRETS,
    causes: ['secret-decoded', 'secret-not-decoded'],
    damage: secret((s) => base64(s)),
  },
  {
    kind: 'secret base64 again with newline',
    at: SECRETS,
    causes: ['secret-decoded', 'secret-not-decoded', 'secret-has-whitespace'],
    damage: secret((s) => base64(`${s}\n`)),
  },
  {
    kind: 'secret hex again',
    at: SECRETS,
    causes: ['secret-decoded', 'secret-not-decoded'],
    damage: secret((s) => Buffer.from(s).toString('hex')),
  },
  {
    kind: 'secret percent-encoded',
    at: SECRETS,
    causes: ['secret-url-encoded'],
    damage: (of) => {
      const value = of.credential.value;
      if (value.includes('-----') || value.startsWith('whsec_')) return null;
      const rich = value.length > 30 ? value : `a+b/${value}=!`;
      const g = genuine(of.provider.id, of.request.body, { secret: rich });
      return encodeURIComponent(rich) === rich ? null : withSecret(g, encodeURIComponent(rich));
    },
  },
  {
    kind: 'secret pasted twice',
    at: SECRETS,
    causes: ['wrong-secret', 'secret-has-whitespace'],
    damage: secret((s) => s + s),
  },
  {
    kind: 'secret pasted twice on lines',
    at: SECRETS,
    causes: ['wrong-secret', 'secret-has-whitespace'],
    damage: secret((s) => `${s}\n${s}`),
  },
  {
    kind: 'secret prefix stripped',
    at: SECRETS,
    causes: ['secret-prefix-stripped'],
    damage: secret((s) =>
      /^(whsec_|lin_wh_|pdl_ntfset_)/.test(s) ? s.replace(/^(whsec_|lin_wh_|pdl_ntfset_)/, '') : null,
    ),
  },
  {
    kind: 'secret first letter lost',
    at: SECRETS,
    causes: ['wrong-secret', 'secret-prefix-stripped', 'secret-not-decoded', 'secret-decoded'],
    damage: secret((s) => s.slice(1)),
  },
  { kind: 'secret last letter lost', at: SECRETS, causes: ['wrong-secret'], damage: secret((s) => s.slice(0, -1)) },
  {
    kind: 'secret upper case',
    at: TEXT_KEY,
    causes: ['wrong-secret'],
    damage: secret((s) => (/^[a-z0-9_-]+$/.test(s) ? s.toUpperCase() : null)),
  },
  {
    kind: 'secret lower case',
    at: TEXT_KEY,
    causes: ['wrong-secret'],
    damage: (of) => {
      const s = 'ABCDEF0123456789ABCDEF';
      return withSecret(genuine(of.provider.id, of.request.body, { secret: s }), s.toLowerCase());
    },
  },
  {
    kind: 'secret decoded by the sender',
    at: TEXT_KEY,
    causes: ['secret-decoded'],
    damage: (of) => resigned(of, 'MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=', (s) => Buffer.from(s, 'base64')),
  },
  {
    kind: 'secret hex-decoded by the sender',
    at: TEXT_KEY,
    causes: ['secret-decoded'],
    damage: (of) => resigned(of, '00112233445566778899aabbccddeeff', (s) => Buffer.from(s, 'hex')),
  },
  {
    kind: 'secret not decoded',
    at: DECODING,
    causes: ['secret-not-decoded'],
    damage: (of) => resigned(of, of.credential.value, (s) => Buffer.from(s)),
  },
  {
    kind: 'secret not decoded, without prefix',
    at: DECODING,
    causes: ['secret-not-decoded'],
    damage: (of) => resigned(of, of.credential.value, (s) => Buffer.from(s.replace(/^(v1,)?whsec_/, ''))),
  },
  {
    kind: 'hex secret not decoded',
    at: ['adyen', 'onfleet'],
    causes: ['secret-not-decoded'],
    damage: (of) => resigned(of, of.credential.value, (s) => Buffer.from(s)),
  },
  {
    kind: 'key is the sha256 of the secret',
    at: TEXT_KEY,
    causes: ['secret-decoded', 'secret-not-decoded', 'wrong-template', 'wrong-algorithm'],
    damage: (of) => resigned(of, of.credential.value, (s) => createHash('sha256').update(s).digest()),
  },
  {
    kind: 'key is the hex sha256 of the secret',
    at: TEXT_KEY,
    causes: ['secret-decoded', 'secret-not-decoded', 'wrong-template', 'wrong-algorithm'],
    damage: (of) => resigned(of, of.credential.value, (s) => Buffer.from(createHash('sha256').update(s).digest('hex'))),
  },
];

/** Signed with another key made from the same secret, over the bytes that the provider signs. */
function resigned(of: Genuine, value: string, keyOf: (secret: string) => Uint8Array): Genuine | null {
  const g = genuine(of.provider.id, of.request.body, { secret: value });
  const check = g.provider.signature?.check(g.request, g.credential, g.request.arrivedAtMs);
  if (check?.kind !== 'valid' || check.evidence.signed === null || check.evidence.expected === null) return null;
  const old = check.evidence.expected.replace(/^(sha256=|sha1=|v0=|v1,|v1=)/, '');
  const isHex = /^[0-9a-f]+$/i.test(old);
  const size = Buffer.from(old, isHex ? 'hex' : 'base64').byteLength;
  const hash = ({ 20: 'sha1', 32: 'sha256', 64: 'sha512' } as Record<number, string>)[size];
  if (hash === undefined) return null;
  const fresh = createHmac(hash, keyOf(value))
    .update(check.evidence.signed)
    .digest(isHex ? 'hex' : 'base64');
  return withLines(g, ([name, line]) => [[name, line.replace(old, fresh)]]);
}
