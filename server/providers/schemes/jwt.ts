import { createHash } from 'node:crypto';
import type { CapturedRequest } from '../../contract/request.ts';
import type { Check, Credential, InvalidCode } from '../provider.ts';
import { asNumber } from '../reading/exact-json.ts';
import { viewOf } from '../reading/view.ts';
import { equalText } from './bytes.ts';
import { algorithmName, type JwsAlgorithm, type JwsKey, makeJwt, readJws, suits, verifyJws } from './jws.ts';
import { badCredential, evidence, fitting, invalid, malformedHeader, missingHeader } from './outcome.ts';
import { readPublicKey } from './public-key.ts';
import { keyTexts, privateKeyOf } from './public-key-scheme.ts';
import type { Scheme } from './scheme.ts';

type Claims = Readonly<Record<string, unknown>>;

/** Why a claim does not fit the request; null when it does. */
export type ClaimRule = (claims: Claims, request: CapturedRequest, credential: Credential) => ClaimFault | null;
export interface ClaimFault {
  readonly code: InvalidCode;
  readonly sentence: string;
}

export interface JwtOptions {
  readonly name: string;
  readonly header: string;
  /** What may stand before the token, for example `Bearer`; written when we sign. */
  readonly prefix?: 'Bearer' | 'JWT';
  readonly algorithms: readonly [JwsAlgorithm, ...JwsAlgorithm[]];
  readonly rules: readonly ClaimRule[];
  /** Candidate HMAC keys; the secret's text unless given. */
  secrets?(credential: Credential): readonly string[];
  /** Seconds of tolerance for exp and nbf; 0 unless given. */
  readonly leewayS?: number;
  /** For tokens that state only `iat`: seconds after which they are stale. */
  readonly maxAgeS?: number;
  readonly note?: string;
  /** Claims that sign this request at `nowMs`, beside iat, nbf and exp. */
  claims(request: CapturedRequest, credential: Credential): object;
  /** Seconds that a token of ours lives. */
  readonly lifeS?: number;
}

/**
 * A JSON Web Token (RFC 7519) in a header, whose claims bind it to the request. The algorithm must be one of the provider's,
 * and `none` never is. Checked in this order: form, algorithm, signature, claims, time.
 */
export function jwt(options: JwtOptions): Scheme {
  const { name, header, prefix, algorithms, rules, leewayS = 0, note = null } = options;
  const key = header.toLowerCase();
  const tokenOf = (value: string) =>
    prefix !== undefined && value.slice(0, prefix.length + 1).toLowerCase() === `${prefix.toLowerCase()} `
      ? value.slice(prefix.length + 1).trim()
      : value;
  return {
    name,
    proves: 'bytes',
    carried: (request) => viewOf(request).header(key) !== undefined,
    check: (request, credential, nowMs) => {
      const value = viewOf(request).header(key);
      if (value === undefined) return missingHeader(name, header);
      const token = tokenOf(value);
      const jws = readJws(token);
      if (jws === null) return malformedHeader(name, header, value, 'of a JSON Web Token');
      const algorithm = algorithms.find((allowed) => allowed === jws.header['alg']);
      if (algorithm === undefined) return notAllowed(name, jws.header['alg'], algorithms);
      const kid = typeof jws.header['kid'] === 'string' ? jws.header['kid'] : undefined;
      const keys = keysOf(options, credential, algorithm, kid);
      if (keys.length === 0) return badCredential(name, wants(algorithm));
      const signed = Buffer.from(`${jws.encodedHeader}.${jws.encodedPayload}`, 'latin1');
      const times = timesOf(jws.claims);
      const found = evidence(name, {
        signed,
        received: value,
        timestampMs: times.atMs,
        toleranceMs: toleranceOf(options, times),
      });
      if (!keys.some((candidate) => verifyJws(algorithm, candidate, signed, jws.signature)))
        return invalid('signature-differs', 'The signature of the token does not fit this secret.', found);
      for (const rule of rules) {
        const fault = rule(jws.claims, request, credential);
        if (fault !== null) return invalid(fault.code, fault.sentence, found);
      }
      return judgedTime(options, times, { ...found, expected: value }, nowMs, leewayS, note);
    },
    sign: (request, credential, nowMs) => {
      const nowS = Math.floor(nowMs / 1000);
      const pem = privateKeyOf(credential);
      const algorithm = algorithms.find((one) => pem === null || suits(one, pem)) ?? algorithms[0];
      const signingKey = pem ?? Buffer.from(secretsOf(options, credential)[0] ?? ' ', 'utf8');
      const times = { iat: nowS, nbf: nowS, exp: nowS + (options.lifeS ?? 300) };
      const made = makeJwt(algorithm, signingKey, { ...times, ...options.claims(request, credential) });
      return made === null
        ? { headers: [] }
        : { headers: [[header, prefix === undefined ? made : `${prefix} ${made}`]] };
    },
  };
}

const notAllowed = (name: string, algorithm: unknown, allowed: readonly string[]): Check =>
  invalid(
    'algorithm-not-allowed',
    `The token is signed with ${algorithmName(algorithm)}; this provider uses ${allowed.join(', ')}.`,
    evidence(name),
  );

const wants = (algorithm: JwsAlgorithm): string =>
  algorithm.startsWith('HS')
    ? 'The secret cannot be used: it is empty or a public key.'
    : `The key cannot be used: ${algorithm} wants the public key, as PEM or JWK.`;

const secretsOf = (options: JwtOptions, credential: Credential): readonly string[] =>
  options.secrets?.(credential) ?? [credential.value];

function keysOf(options: JwtOptions, credential: Credential, algorithm: JwsAlgorithm, kid?: string): readonly JwsKey[] {
  if (algorithm.startsWith('HS'))
    return secretsOf(options, credential)
      .filter((secret) => secret !== '' && !secret.includes('-----BEGIN '))
      .map((secret) => Buffer.from(secret, 'utf8'));
  return keyTexts(credential)
    .map((text) => readPublicKey(text, kid))
    .filter((key) => key !== null)
    .filter((key) => suits(algorithm, key));
}

const toleranceOf = ({ maxAgeS, leewayS = 0 }: JwtOptions, { lifeMs }: Times): number | null =>
  maxAgeS !== undefined ? maxAgeS * 1000 : lifeMs === null ? null : lifeMs + leewayS * 1000;

interface Times {
  readonly atMs: number | null;
  readonly expMs: number | null;
  readonly nbfMs: number | null;
  readonly iatMs: number | null;
  readonly lifeMs: number | null;
}

function timesOf(claims: Claims): Times {
  const ms = (name: string) => {
    const seconds = asNumber(claims[name]);
    return seconds === undefined ? null : seconds * 1000;
  };
  const [iatMs, nbfMs, expMs] = [ms('iat'), ms('nbf'), ms('exp')];
  const atMs = iatMs ?? nbfMs;
  return { atMs, expMs, nbfMs, iatMs, lifeMs: atMs === null || expMs === null ? null : expMs - atMs };
}

function judgedTime(
  { maxAgeS }: JwtOptions,
  times: Times,
  found: Parameters<typeof fitting>[0],
  nowMs: number,
  leewayS: number,
  note: string | null,
): Check {
  const leewayMs = leewayS * 1000;
  if (times.nbfMs !== null && times.nbfMs > nowMs + leewayMs)
    return invalid('timestamp-in-future', 'The token fits, but it is not valid yet (nbf).', found);
  const expired = times.expMs !== null && nowMs >= times.expMs + leewayMs;
  const old = maxAgeS !== undefined && times.iatMs !== null && nowMs - times.iatMs > maxAgeS * 1000;
  const check = fitting(found, note, nowMs, null);
  return check.kind === 'valid' ? { ...check, stale: expired || old } : check;
}

/** A claim that holds a SHA-256 of the body. `when` is `present` where the provider leaves it out for empty bodies. */
export function bodyHashClaim(
  claim: string,
  encoding: 'hex' | 'base64' | 'base64url',
  when: 'always' | 'present' = 'always',
): ClaimRule {
  return (claims, request) => {
    const stated = claims[claim];
    if (stated === undefined && (when === 'present' || request.body.length === 0)) return null;
    if (typeof stated !== 'string')
      return { code: 'claim-differs', sentence: `The token has no claim ${claim}, so it does not cover the body.` };
    const hash = bodyHash(request, encoding);
    if (equalText(unpadded(hash), unpadded(stated))) return null;
    return { code: 'body-changed', sentence: `The token is genuine, but its claim ${claim} belongs to another body.` };
  };
}

const unpadded = (base64: string): string => base64.replace(/={1,2}$/, '');

export const bodyHash = (request: CapturedRequest, encoding: 'hex' | 'base64' | 'base64url'): string =>
  createHash('sha256').update(request.body).digest(encoding);

/** A claim with one value that is always the same, such as the issuer. */
export const constantClaim =
  (claim: string, value: string): ClaimRule =>
  (claims) =>
    claims[claim] === value
      ? null
      : { code: 'claim-differs', sentence: `The claim ${claim} of the token is not "${value}".` };
