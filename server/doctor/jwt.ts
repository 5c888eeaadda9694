import { constants, createHmac, createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';
import type { CapturedRequest } from '../contract/request.ts';
import { sameBytes, textOf, utf8 } from './bytes.ts';
import { base64Bytes } from './signature-text.ts';

/** A JSON Web Token found in a delivery (RFC 7515, compact form). `payload` is null for detached ones. */
export interface Token {
  readonly text: string;
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>> | null;
  readonly signature: Uint8Array;
}

/** The look-behind lets a run of letters be read once: without it a long one costs the square of its length. */
const COMPACT = /(?<![\w-])eyJ[\w-]{6,}\.[\w-]*\.[\w-]*/g;

/** Every token in the header lines, and in bodies of up to 256 KiB. */
export function tokensOf(request: CapturedRequest): readonly Token[] {
  const texts = request.headers.map(([, value]) => value);
  if (request.body.byteLength <= 262_144) texts.push(textOf(request.body) ?? '');
  return texts
    .flatMap((text) => [...text.matchAll(COMPACT)].slice(0, 3).map(([found]) => readToken(found)))
    .filter((token) => token !== null)
    .slice(0, 6);
}

function readToken(text: string): Token | null {
  const [head = '', body = '', signature = ''] = text.split('.');
  const header = jsonOf(head);
  if (header === null || typeof header['alg'] !== 'string') return null;
  return { text, header, payload: jsonOf(body), signature: base64Bytes(signature) ?? new Uint8Array() };
}

function jsonOf(part: string): Readonly<Record<string, unknown>> | null {
  try {
    const parsed: unknown = JSON.parse(textOf(base64Bytes(part) ?? new Uint8Array()) ?? '');
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** URLs that the claims of a token name. */
export function tokenUrls(request: CapturedRequest): readonly string[] {
  return tokensOf(request).flatMap(({ payload }) =>
    Object.values(payload ?? {}).filter(
      (claim): claim is string => typeof claim === 'string' && /^https?:\/\/[^\s]{1,2000}$/.test(claim),
    ),
  );
}

const HASH: Record<string, string> = { '256': 'sha256', '384': 'sha384', '512': 'sha512' };

const signedPart = ({ text }: Token): Uint8Array => utf8(text.slice(0, text.lastIndexOf('.')));

/** The signature that a shared secret gives the token, as base64url; null when the token is signed in another way. */
export function hmacSignature(token: Token, secret: string): string | null {
  const hash = /^HS\d+$/.test(String(token.header['alg'])) ? HASH[String(token.header['alg']).slice(2)] : undefined;
  if (hash === undefined || token.payload === null) return null;
  return createHmac(hash, secret).update(signedPart(token)).digest('base64url');
}

/** Is the token's own signature genuine for this secret or public key (PEM or JWK)? False also when that cannot be told. */
export function isGenuine(token: Token, secret: string): boolean {
  const shared = hmacSignature(token, secret);
  if (shared !== null) return sameBytes(Buffer.from(shared, 'base64url'), token.signature);
  const algorithm = String(token.header['alg']);
  const hash = HASH[algorithm.slice(2)];
  const key = publicKey(secret);
  if (hash === undefined || key === null || token.payload === null) return false;
  try {
    const padding = algorithm.startsWith('PS') ? { padding: constants.RSA_PKCS1_PSS_PADDING } : {};
    return verify(hash, signedPart(token), { key, dsaEncoding: 'ieee-p1363', ...padding }, token.signature);
  } catch {
    return false;
  }
}

/** The algorithm of RFC 7518 by which the signature fits this secret or public key, whatever the token names; null for none. */
export function trueAlgorithm(token: Token, secret: string): string | null {
  if (token.signature.byteLength === 0) return null;
  const named = ({ alg }: { readonly alg: string }): Token => ({
    ...token,
    header: { alg },
    payload: token.payload ?? {},
  });
  for (const size of Object.keys(HASH)) {
    for (const family of ['HS', 'RS', 'PS', 'ES']) {
      const alg = `${family}${size}`;
      if (isGenuine(named({ alg }), secret)) return alg;
    }
  }
  return null;
}

/** The public key in a PEM (key or certificate) or a JWK as JSON; null when there is none. */
export function publicKey(text: string): KeyObject | null {
  try {
    if (!text.trimStart().startsWith('{')) return createPublicKey(text);
    const parsed = JSON.parse(text) as JsonWebKey & { readonly keys?: readonly JsonWebKey[] };
    return createPublicKey({ key: parsed.keys?.[0] ?? parsed, format: 'jwk' });
  } catch {
    return null;
  }
}
