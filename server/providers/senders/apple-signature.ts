import { X509Certificate } from 'node:crypto';
import type { Credential } from '../provider.ts';
import { asText, bodyText, memberAt } from '../reading/source.ts';
import { verifyJws } from '../schemes/jws.ts';
import { evidence, fitting, invalid, malformedHeader } from '../schemes/outcome.ts';
import { keyTexts } from '../schemes/public-key-scheme.ts';
import type { Scheme } from '../schemes/scheme.ts';
import { signedPayload, trustedLeaf } from './apple-chain.ts';

const NAME = 'JWS ES256 with a certificate chain to Apple Root CA - G3';

/**
 * The signed payload of App Store Server Notifications V2. The credential is the root certificate; with the word `apple` the
 * known fingerprint of Apple Root CA - G3 is trusted.
 */
export const appleScheme: Scheme = {
  name: NAME,
  proves: 'bytes',
  carried: (request) => bodyText(request, 'signedPayload') !== undefined,
  check: (request, credential, nowMs) => {
    const text = bodyText(request, 'signedPayload');
    if (text === undefined) return invalid('missing-header', 'The body has no signedPayload.', evidence(NAME));
    const jws = signedPayload(request);
    if (jws === null) return malformedHeader(NAME, 'signedPayload', text.slice(0, 200), 'of a JSON Web Signature');
    if (jws.header['alg'] !== 'ES256')
      return invalid('algorithm-not-allowed', 'Apple signs with ES256 only.', evidence(NAME, { received: text }));
    const signedAt = Number(asText(memberAt(jws.claims, ['signedDate'])) ?? nowMs);
    const signed = Buffer.from(`${jws.encodedHeader}.${jws.encodedPayload}`, 'latin1');
    const found = evidence(NAME, { signed, received: text, timestampMs: Number.isFinite(signedAt) ? signedAt : null });
    const leaf = trustedLeaf(jws.header['x5c'], rootsOf(credential), signedAt);
    if (typeof leaf === 'string') return invalid('signature-differs', leaf, found);
    if (verifyJws('ES256', leaf.publicKey, signed, jws.signature))
      return fitting({ ...found, expected: text }, null, nowMs, null);
    return invalid('signature-differs', 'The signature does not fit the payload.', found);
  },
};

/** Root certificates in the credential, as PEM or base64 of DER; none when it holds no certificate. */
function rootsOf(credential: Credential): readonly X509Certificate[] {
  return keyTexts(credential).flatMap((text) => {
    try {
      return [new X509Certificate(text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64'))];
    } catch {
      return [];
    }
  });
}
