import { createHash } from 'node:crypto';
import type { Case, Finding, Hypothesis } from '../hypothesis.ts';
import { isGenuine, publicKey, type Token, tokensOf, trueAlgorithm } from '../jwt.ts';
import { hexBytes } from '../signature-text.ts';

const BODY_CLAIMS = ['sha256', 'payload_hash', 'request_body_sha256', 'body', 'body_hash', 'bodyHash'];
const URL_CLAIMS = ['url_hash', 'sub', 'url', 'aud'];

/** A genuine token that speaks of another body: the hash it carries is not the hash of the body that arrived. */
export const tokenBody: Hypothesis = {
  code: 'body-changed',
  tried: 'Whether the token is genuine and carries the hash of another body.',
  on: 'body',
  find: (of) => {
    const token = genuine(of);
    if (token?.payload == null) return null;
    const hash = createHash('sha256').update(of.request.body).digest();
    for (const name of BODY_CLAIMS) {
      const claim = token.payload[name];
      if (typeof claim !== 'string') continue;
      if (isHash(claim) && !sameHash(claim, hash)) {
        return { code: 'body-changed', proof: `The token is genuine, but its “${name}” is the hash of another body.` };
      }
    }
    const names = Object.keys(token.payload);
    if (names.includes('url_hash') && !names.includes('payload_hash') && of.request.body.byteLength > 0) {
      return { code: 'body-changed', proof: 'The token is genuine and was made for a request without a body.' };
    }
    return null;
  },
};

/** A genuine token that was made for another URL. */
export const tokenUrl: Hypothesis = {
  code: 'url-differs',
  tried: 'Whether the token is genuine and names another URL.',
  on: 'url',
  find: (of) => {
    const token = genuine(of);
    if (token?.payload == null) return null;
    const hash = createHash('sha256').update(of.request.publicUrl).digest();
    for (const name of URL_CLAIMS) {
      const claim = token.payload[name];
      if (typeof claim !== 'string') continue;
      const other =
        name === 'url_hash' ? !sameHash(claim, hash) : /^https?:\/\//.test(claim) && claim !== of.request.publicUrl;
      if (other)
        return { code: 'url-differs', proof: `The token is genuine, but its “${name}” was made for another URL.` };
    }
    return null;
  },
};

/** A token without signature, one whose `alg` is not what signed it, or one that the provider's rule does not take (RFC 8725, 2.1). */
export const tokenAlgorithm: Hypothesis = {
  code: 'algorithm-not-allowed',
  tried: 'Whether the token names an algorithm that must not be accepted, or another than it is signed with.',
  on: 'signature',
  find: (of) => {
    for (const token of tokensOf(of.request)) {
      const algorithm = String(token.header['alg']);
      if (/^none$/i.test(algorithm) && token.signature.byteLength === 0)
        return found(`The token names the algorithm \`${algorithm}\`: it is not signed at all.`);
      const lie = of.own.map(({ value }) => falseName(token, value)).find((proof) => proof !== null);
      if (lie !== undefined) return found(lie);
      if (of.base.kind === 'invalid' && of.base.code === 'algorithm-not-allowed') return found(of.base.sentence);
      const isKey = of.own.some(({ value }) => value.includes('-----BEGIN'));
      if (isKey && algorithm.startsWith('HS'))
        return found(`The token names ${algorithm}, which would use the public key as a secret.`);
    }
    return null;
  },
};

/** How the name of the algorithm and the signature disagree, where the signature itself fits; null where they do not. */
function falseName(token: Token, secret: string): string | null {
  const algorithm = String(token.header['alg']);
  const signedBy = trueAlgorithm(token, secret) ?? trueAlgorithm(token, secret.trim());
  if (signedBy === null) return null;
  if (signedBy.startsWith('HS') && publicKey(secret) !== null)
    return `The token is signed by ${signedBy} with the public key as its secret: anybody who knows the public key can do that.`;
  return signedBy === algorithm
    ? null
    : `The token names \`${algorithm.slice(0, 40)}\`, but it is signed by ${signedBy}: so read, the signature fits.`;
}

const found = (proof: string): Finding => ({ code: 'algorithm-not-allowed', proof });

const genuine = (of: Case): Token | undefined =>
  tokensOf(of.request).find((token) => of.own.some(({ value }) => isGenuine(token, value)));

const isHash = (claim: string): boolean => /^[0-9a-f]{64}$/i.test(claim) || /^[\w+/-]{43}=?$/.test(claim);

function sameHash(claim: string, hash: Uint8Array): boolean {
  const bytes = hexBytes(claim) ?? Buffer.from(claim, 'base64');
  return Buffer.compare(bytes, hash) === 0;
}
