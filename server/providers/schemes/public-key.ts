import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';

const CACHED = 64;
const publicKeys = new Map<string, KeyObject | null>();

/**
 * A public key from whatever people paste: PEM (SPKI, PKCS#1, certificate; line breaks lost or written `\n`), a JWK, a JWKS
 * or document that holds one (`signing-key`, `key`, `public_key`), base64 of a DER SPKI or certificate, or a private PEM, of
 * which the public half is taken. null when it is none of these. Cached, since reading a key costs more than using it.
 */
export function readPublicKey(text: string, kid?: string): KeyObject | null {
  const cacheKey = kid === undefined ? text : `${kid} ${text}`;
  const known = publicKeys.get(cacheKey);
  if (known !== undefined) return known;
  const key = parsePublicKey(text.trim(), kid);
  if (publicKeys.size >= CACHED) publicKeys.delete(publicKeys.keys().next().value!);
  publicKeys.set(cacheKey, key);
  return key;
}

/** A private key from PEM; null for anything else. */
export function readPrivateKey(text: string): KeyObject | null {
  return text.includes('PRIVATE KEY') ? attempt(() => createPrivateKey(mendedPem(text.trim()))) : null;
}

function parsePublicKey(text: string, kid: string | undefined): KeyObject | null {
  if (text.includes('-----BEGIN CERTIFICATE')) return attempt(() => new X509Certificate(mendedPem(text)).publicKey);
  if (text.includes('-----BEGIN ')) return attempt(() => createPublicKey(mendedPem(text)));
  if (text.startsWith('{') || text.startsWith('[')) return keyInJson(text, kid);
  const der = Buffer.from(text.replace(/\s+/g, ''), 'base64');
  if (der.length < 32 || der[0] !== 0x30) return null;
  return (
    attempt(() => createPublicKey({ key: der, format: 'der', type: 'spki' })) ??
    attempt(() => new X509Certificate(der).publicKey) ??
    attempt(() => createPublicKey({ key: der, format: 'der', type: 'pkcs1' }))
  );
}

function keyInJson(text: string, kid: string | undefined): KeyObject | null {
  const value: unknown = attempt(() => JSON.parse(text) as unknown);
  if (typeof value !== 'object' || value === null) return null;
  const document = value as Readonly<Record<string, unknown>>;
  for (const name of ['signing-key', 'public_key', 'publicKey', 'pem'])
    if (typeof document[name] === 'string') return parsePublicKey(document[name].trim(), kid);
  if (typeof document['key'] === 'string') return parsePublicKey(document['key'].trim(), kid);
  if (typeof document['key'] === 'object' && document['key'] !== null) return jwk(document['key']);
  const list = Array.isArray(value) ? value : document['keys'];
  if (!Array.isArray(list)) return jwk(value);
  const keys = list.filter(
    (item): item is Readonly<Record<string, unknown>> => typeof item === 'object' && item !== null,
  );
  const named = kid === undefined ? undefined : keys.find((key) => key['kid'] === kid);
  const chosen = named ?? (kid === undefined || keys.every((key) => key['kid'] === undefined) ? keys[0] : undefined);
  return chosen === undefined ? null : jwk(chosen);
}

const jwk = (value: object): KeyObject | null =>
  attempt(() => createPublicKey({ key: value as Record<string, string>, format: 'jwk' }));

/** PEM with its line breaks put back: some come in one line, or with `\n` written out. */
function mendedPem(text: string): string {
  const match = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/.exec(text.replaceAll('\\n', '\n'));
  if (match === null) return text;
  const lines = match[2]!.replace(/\s+/g, '').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${match[1]}-----\n${lines.join('\n')}\n-----END ${match[1]}-----\n`;
}

function attempt<T>(make: () => T): T | null {
  try {
    return make();
  } catch {
    return null;
  }
}
