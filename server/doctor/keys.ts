import { createHash, type Hash } from 'node:crypto';
import { utf8 } from './bytes.ts';
import { base64Bytes, hexBytes } from './signature-text.ts';

/** One way to turn a pasted secret into the key of an HMAC. */
export interface KeyForm {
  readonly form:
    | 'hash of the text'
    | 'text'
    | 'text without prefix'
    | 'base64'
    | 'hex'
    | 'base64 of the text'
    | 'normalised text';
  readonly bytes: Uint8Array;
  readonly how: string;
}

/** Prefixes that providers put before their signing secrets, as their documents show them. */
export const SECRET_PREFIXES: readonly string[] = [
  'v1,whsec_',
  'whsec_',
  'whsk_',
  'polar_whs_',
  'wbhsec_',
  'lf-whsec_',
  'wsec_',
  'wsk_',
  'pdl_ntfset_',
  'tskey-webhook-',
  'lin_wh_',
  'shpss_',
  'sig_',
  'secret_',
  'evhsk_',
  'sk_',
];

/** The secret without the provider's own prefix, or null when it has none. */
export function withoutPrefix(secret: string): string | null {
  const prefix = SECRET_PREFIXES.find((known) => secret.startsWith(known) && secret.length > known.length);
  return prefix === undefined ? null : secret.slice(prefix.length);
}

const hashed = (secret: string): Hash => createHash('sha256').update(secret);

/** All the keys that a secret can stand for, most common first, each byte string once. */
export function keyForms(secret: string): readonly KeyForm[] {
  const bare = withoutPrefix(secret);
  const forms: (KeyForm | null)[] = [
    { form: 'text', bytes: utf8(secret), how: 'the whole text of the secret' },
    decoded('base64', base64Bytes(bare ?? secret), 'the base64-decoded secret'),
    bare === null
      ? null
      : { form: 'text without prefix', bytes: utf8(bare), how: 'the text of the secret without its prefix' },
    bare === null ? null : decoded('base64', base64Bytes(secret), 'the base64-decoded secret, prefix included'),
    decoded('hex', hexBytes(bare ?? secret), 'the hex-decoded secret'),
    {
      form: 'base64 of the text',
      bytes: utf8(Buffer.from(secret, 'utf8').toString('base64')),
      how: 'the secret encoded as base64 once more',
    },
    { form: 'hash of the text', bytes: hashed(secret).digest(), how: 'the SHA-256 hash of the secret' },
    {
      form: 'hash of the text',
      bytes: utf8(hashed(secret).digest('hex')),
      how: 'the SHA-256 hash of the secret in hex',
    },
    { form: 'normalised text', bytes: utf8(secret.normalize('NFKD')), how: 'the Unicode-normalised secret' },
  ];
  const seen = new Set<string>();
  return forms.filter((form): form is KeyForm => {
    if (form === null) return false;
    const print = Buffer.from(form.bytes).toString('latin1');
    return !seen.has(print) && seen.add(print) !== undefined;
  });
}

const decoded = (form: 'base64' | 'hex', bytes: Uint8Array | null, how: string): KeyForm | null =>
  bytes === null || bytes.byteLength === 0 ? null : { form, bytes, how };
