import { constants, type KeyObject, sign as signBytes, verify as verifyBytes } from 'node:crypto';
import type { CapturedRequest } from '../../../contract/request.ts';
import type { Check, Credential } from '../../provider.ts';
import { reprinted } from '../../reading/reprinted.ts';
import { bodyText } from '../../reading/source.ts';
import { viewOf } from '../../reading/view.ts';
import { strictBase64 } from '../../schemes/bytes.ts';
import { readTime } from '../../schemes/clock.ts';
import { badCredential, evidence, fitting, invalid, malformedHeader, missingHeader } from '../../schemes/outcome.ts';
import { pairs } from '../../schemes/pairs.ts';
import { readPrivateKey, readPublicKey } from '../../schemes/public-key.ts';
import type { Scheme } from '../../schemes/scheme.ts';
import { saltLength } from './salt-length.ts';

const RSA = 'X-Contentstack-Request-Signature';
const NAME = 'RSA-PSS SHA-256 of {body}, base64';
const WINDOW = { toleranceMs: 300_000, aheadMs: null } as const;

/** The organisation's HMAC, which is opt-in; while keys rotate there are two v1, of which either counts. */
const hmacScheme = pairs({
  header: 'X-Contentstack-Hmac-Signature',
  time: { unit: 's', toleranceS: 300 },
});

/**
 * Contentstack's two schemes. A PEM is the region's public key and checks the request signature; anything else is the
 * organisation's HMAC secret. The 40 hex digits of the legacy X-Contentstack-Signature are of no published scheme.
 */
export const contentstackScheme: Scheme = {
  name: NAME,
  proves: 'bytes',
  carried: (request) => {
    const view = viewOf(request);
    return view.header('x-contentstack-request-signature') !== undefined || hmacScheme.carried(request);
  },
  check: (request, credential, nowMs) => {
    const view = viewOf(request);
    const isKey = looksLikeKey(credential.value);
    if (!isKey && hmacScheme.carried(request)) return hmacScheme.check(request, credential, nowMs);
    if (view.header('x-contentstack-request-signature') !== undefined)
      return isKey ? checkRsa(request, credential, nowMs) : badCredential(NAME, WANTS_KEY);
    if (hmacScheme.carried(request)) return badCredential(hmacScheme.name, WANTS_SECRET);
    if (view.header('x-contentstack-signature') !== undefined) return LEGACY_ONLY;
    return missingHeader(NAME, RSA);
  },
  sign: (request, credential, nowMs) => {
    const key = readPrivateKey(credential.value) ?? readPrivateKey(credential.extra['privateKey'] ?? '');
    if (key === null) return hmacScheme.sign!(request, credential, nowMs);
    return { headers: [[RSA, `v1=${signPss(request.body, key)}`]] };
  },
};

const WANTS_KEY =
  'This delivery is signed with the Contentstack certificate: it is checked with the public key of your region, not with a secret.';
const WANTS_SECRET =
  'This delivery is signed with the organisation’s HMAC secret: it cannot be checked with a public key.';

const LEGACY_ONLY: Check = {
  kind: 'unchecked',
  code: 'cannot-be-checked',
  sentence:
    'The only signature is the legacy X-Contentstack-Signature, whose scheme Contentstack has not published. It cannot be checked.',
};

const looksLikeKey = (value: string): boolean => value.includes('-----BEGIN ') || value.includes('"signing-key"');

function checkRsa(request: CapturedRequest, credential: Credential, nowMs: number): Check {
  const header = viewOf(request).header('x-contentstack-request-signature')!;
  const parts = header.split(',').map((part) => part.trim());
  const found = parts
    .filter((part) => part.startsWith('v1='))
    .map((part) => strictBase64(part.slice(3)) ?? strictBase64(`${part.slice(3)}==`));
  const signature = found.find((bytes) => bytes !== null);
  if (found.length === 0 && parts.some((part) => /^v\d+=./.test(part)))
    return invalid('no-known-scheme', `The ${RSA} header has no v1 signature.`, evidence(NAME, { received: header }));
  if (signature === undefined || signature === null) return malformedHeader(NAME, RSA, header, '`v1=<base64>`');
  const key = readPublicKey(credential.value);
  if (key === null || key.asymmetricKeyType !== 'rsa') return badCredential(NAME, 'This is not a public RSA key.');
  const triggered = bodyText(request, 'triggered_at');
  const known = {
    received: header,
    timestampMs: triggered === undefined ? null : readTime(triggered, 'iso'),
    toleranceMs: WINDOW.toleranceMs,
  };
  if (fits(request.body, key, signature)) {
    const salt = saltLength(key, signature);
    const note = salt === null || salt === 32 ? null : `Signed with a salt of ${salt} bytes; Contentstack now uses 32.`;
    return fitting(evidence(NAME, { ...known, signed: request.body, expected: header }), note, nowMs, WINDOW);
  }
  const printed = reprinted(request);
  const differs = evidence(NAME, { ...known, signed: request.body });
  if (printed !== null && fits(printed, key, signature))
    return invalid(
      'body-reserialized',
      'The signature fits only after the JSON is printed anew: something on the way rewrote the body.',
      { ...differs, signed: printed },
    );
  return invalid('signature-differs', 'The signature does not fit this body and this key.', differs);
}

/** Salt length AUTO: Contentstack signs with 32 now, and signed with 222 before. */
const fits = (body: Uint8Array, key: KeyObject, signature: Uint8Array): boolean =>
  verifyBytes('sha256', body, { key, padding: constants.RSA_PKCS1_PSS_PADDING }, signature);

const signPss = (body: Uint8Array, key: KeyObject): string =>
  signBytes('sha256', body, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }).toString('base64');
