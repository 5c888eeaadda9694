import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';

const CACHED = 64;
const publicKeys = new Map<string, KeyObject | null>();

/**
 * A public key from whatever people paste: PEM (SPKI, PKCS#1, certificate; in quotes, line breaks lost or written `\n`,
 * one or both lines of its frame lost, in base64 once more), a JWK, a JWKS
 * or document that holds one (`signing-key`, `key`, `public_key`, or PEMs by key id), base64 or hex of a DER SPKI or certificate,
 * the 32 bytes of an Ed25519 key in hex, base64 or `whpk_`, or a private PEM, of which the public half is taken. null else. Cached, since reading a key costs more than using it.
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

/** A private key from PEM, or from Standard Webhooks' `whsk_`; null for anything else. */
export function readPrivateKey(text: string): KeyObject | null {
  if (text.startsWith('whsk_')) return ed25519Private(Buffer.from(text.slice('whsk_'.length), 'base64'));
  return text.includes('PRIVATE KEY') ? attempt(() => createPrivateKey(mendedPem(text.trim()))) : null;
}

function parsePublicKey(pasted: string, kid: string | undefined): KeyObject | null {
  const text = asPasted(pasted);
  if (text.includes('-----BEGIN CERTIFICATE')) return attempt(() => new X509Certificate(mendedPem(text)).publicKey);
  if (text.includes('-----BEGIN ')) return attempt(() => createPublicKey(mendedPem(text)));
  if (text.startsWith('{') || text.startsWith('[')) return keyInJson(text, kid);
  if (text.startsWith('whsk_')) return attempt(() => createPublicKey(readPrivateKey(text)!));
  if (/^[0-9a-f]{64}$/i.test(text)) return ed25519Public(Buffer.from(text, 'hex'));
  return keyInBytes(derOf(text), kid);
}

function keyInBytes(der: Buffer, kid: string | undefined): KeyObject | null {
  if (der.length === 32) return ed25519Public(der);
  if (der.length < 32) return null;
  const inner = der.toString('latin1');
  if (/^\s*(-----BEGIN |\{")/.test(inner)) return parsePublicKey(inner, kid);
  if (der[0] !== 0x30) return null;
  return (
    attempt(() => createPublicKey({ key: der, format: 'der', type: 'spki' })) ??
    attempt(() => new X509Certificate(der).publicKey) ??
    attempt(() => createPublicKey({ key: der, format: 'der', type: 'pkcs1' }))
  );
}

const QUOTED = /^(["'`])([\s\S]*)\1[,;]?$/;
const VARIABLE = /^(?:export\s+)?[A-Za-z_][\w.-]{0,60}\s*[=:]\s*(?=["'`]|-----BEGIN)/;

/**
 * What goes along when a key is pasted from a file, a shell or a document: the name of a variable, quotes, line breaks
 * written out, invisible characters, dashes that a word processor joined.
 */
function asPasted(pasted: string): string {
  const bare = pasted
    .replace(/[\u200b-\u200d\u2060\ufeff]/g, '')
    .trim()
    .replace(VARIABLE, '');
  const text = (QUOTED.exec(bare)?.[2] ?? bare).trim();
  if (text.startsWith('{') || text.startsWith('[')) return text;
  return text
    .replace(/\\+r/g, '')
    .replace(/\\+n/g, '\n')
    .replace(
      /[-\u2010-\u2015]{2,6}(?=(?:BEGIN|END) )|(?<=(?:BEGIN|END) [A-Z0-9 ]{1,40})[-\u2010-\u2015]{2,6}/g,
      '-----',
    );
}

/** The bytes of a key without its armour: base64, base64url or hex, one of the two lines of its frame left or none. */
function derOf(text: string): Buffer {
  const bare = text
    .replace(/-----(?:BEGIN|END) [A-Z0-9 ]*-----/g, '')
    .replace(/^whpk_/, '')
    .replace(/\s+/g, '');
  return /^(?:[0-9a-f]{2})+$/i.test(bare) ? Buffer.from(bare, 'hex') : Buffer.from(bare, 'base64');
}

/** DER heads of an Ed25519 key (RFC 8410), which the 32 raw bytes follow. */
const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

const ed25519Public = (raw: Uint8Array): KeyObject | null =>
  attempt(() => createPublicKey({ key: Buffer.concat([ED25519_SPKI, raw]), format: 'der', type: 'spki' }));

/** From the 32 bytes of the seed, which the public key may follow. */
const ed25519Private = (raw: Uint8Array): KeyObject | null =>
  attempt(() =>
    createPrivateKey({ key: Buffer.concat([ED25519_PKCS8, raw.subarray(0, 32)]), format: 'der', type: 'pkcs8' }),
  );

function keyInJson(text: string, kid: string | undefined): KeyObject | null {
  const value: unknown = attempt(() => JSON.parse(text) as unknown);
  if (typeof value !== 'object' || value === null) return null;
  const document = value as Readonly<Record<string, unknown>>;
  for (const name of ['signing-key', 'public_key', 'publicKey', 'pem'])
    if (typeof document[name] === 'string') return parsePublicKey(document[name].trim(), kid);
  if (typeof document['key'] === 'string') return parsePublicKey(document['key'].trim(), kid);
  if (typeof document['key'] === 'object' && document['key'] !== null) return jwk(document['key']);
  const certificate = kid === undefined ? undefined : document[kid];
  if (typeof certificate === 'string') return parsePublicKey(certificate.trim(), undefined);
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
  if (match === null) return reframed(text);
  const lines = match[2]!.replace(/\s+/g, '').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${match[1]}-----\n${lines.join('\n')}\n-----END ${match[1]}-----\n`;
}

/** A PEM whose last line was not copied. */
function reframed(text: string): string {
  const [, label, body] = /-----BEGIN ([A-Z0-9 ]+)-----([\w+/=\s]+)(?:-----END [A-Z0-9 ]*)?-*$/.exec(text) ?? [];
  return label === undefined || body === undefined
    ? text
    : `-----BEGIN ${label}-----\n${body.trim()}\n-----END ${label}-----\n`;
}

function attempt<T>(make: () => T): T | null {
  try {
    return make();
  } catch {
    return null;
  }
}
