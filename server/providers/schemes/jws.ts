import { constants, createHmac, type KeyObject, sign as signBytes, verify as verifyBytes } from 'node:crypto';
import { exactJson } from '../reading/exact-json.ts';
import { asText } from '../reading/source.ts';
import { equalText, strictBase64Url } from './bytes.ts';
import { spend } from './effort.ts';

/** A compact JWS (RFC 7515) taken apart. `claims` is {} when the payload is detached or no JSON object. */
export interface Jws {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly encodedHeader: string;
  readonly encodedPayload: string;
  readonly signature: Uint8Array;
}

/** Take a token apart; null when it is no compact JWS. At most 64 KB. */
export function readJws(token: string): Jws | null {
  const parts = token.length > 65_536 ? [] : token.split('.');
  if (parts.length !== 3) return null;
  const [encodedHeader, encodedPayload, encodedSignature] = parts as [string, string, string];
  const header = jsonObject(encodedHeader);
  const signature = strictBase64Url(encodedSignature);
  if (header === null || signature === null) return null;
  return { header, claims: jsonObject(encodedPayload) ?? {}, encodedHeader, encodedPayload, signature };
}

function jsonObject(encoded: string): Readonly<Record<string, unknown>> | null {
  const value = exactJson(Buffer.from(encoded, 'base64url').toString('utf8'));
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;
}

export type JwsAlgorithm =
  | 'HS256'
  | 'HS384'
  | 'HS512'
  | 'RS256'
  | 'RS384'
  | 'RS512'
  | 'PS256'
  | 'ES256'
  | 'ES384'
  | 'ES512'
  | 'EdDSA';

/** A symmetric key as bytes or an asymmetric one. */
export type JwsKey = Uint8Array | KeyObject;

const KEY_TYPES: Readonly<Record<string, string>> = { RS: 'rsa', PS: 'rsa', ES: 'ec', Ed: 'ed25519' };

/** Whether a key can be used with an algorithm: never a public key as an HMAC secret. */
export const suits = (algorithm: JwsAlgorithm, key: JwsKey): boolean =>
  !(key instanceof Uint8Array)
    ? KEY_TYPES[algorithm.slice(0, 2)] === key.asymmetricKeyType
    : algorithm.startsWith('HS');

const hashOf = (algorithm: JwsAlgorithm): string | null => (algorithm === 'EdDSA' ? null : `sha${algorithm.slice(2)}`);

/** Verify `signature` over `input` (RFC 7518); false for a key that does not suit. Never throws. */
export function verifyJws(algorithm: JwsAlgorithm, key: JwsKey, input: Uint8Array, signature: Uint8Array): boolean {
  if (!suits(algorithm, key)) return false;
  spend(input);
  if (key instanceof Uint8Array)
    return equalText(hmacOf(algorithm, key, input), Buffer.from(signature).toString('base64url'));
  try {
    return verifyBytes(hashOf(algorithm), input, optionsOf(algorithm, key), signature);
  } catch {
    return false;
  }
}

/** Sign `input`; base64url, or null for a key that does not suit. */
export function signJws(algorithm: JwsAlgorithm, key: JwsKey, input: Uint8Array): string | null {
  if (!suits(algorithm, key)) return null;
  if (key instanceof Uint8Array) return hmacOf(algorithm, key, input);
  return signBytes(hashOf(algorithm), input, optionsOf(algorithm, key)).toString('base64url');
}

const hmacOf = (algorithm: JwsAlgorithm, key: Uint8Array, input: Uint8Array): string =>
  createHmac(`sha${algorithm.slice(2)}`, key)
    .update(input)
    .digest('base64url');

function optionsOf(algorithm: JwsAlgorithm, key: KeyObject) {
  if (algorithm.startsWith('ES')) return { key, dsaEncoding: 'ieee-p1363' as const };
  if (algorithm.startsWith('PS'))
    return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  return { key };
}

/** A compact token of header and claims; null for a key that does not suit. */
export function makeJwt(algorithm: JwsAlgorithm, key: JwsKey, claims: object, header: object = {}): string | null {
  const input = `${encoded({ alg: algorithm, typ: 'JWT', ...header })}.${encoded(claims)}`;
  const signature = signJws(algorithm, key, Buffer.from(input, 'ascii'));
  return signature === null ? null : `${input}.${signature}`;
}

/** The algorithm that a token names, for a sentence. It may be any JSON, which `String` would not survive. */
export const algorithmName = (algorithm: unknown): string => asText(algorithm)?.slice(0, 20) ?? 'no algorithm';

const encoded = (value: object): string => Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
