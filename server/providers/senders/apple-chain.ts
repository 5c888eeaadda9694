import { X509Certificate } from 'node:crypto';
import type { CapturedRequest } from '../../contract/request.ts';
import type { Description } from '../provider.ts';
import { bodyText } from '../reading/source.ts';
import { equalText } from '../schemes/bytes.ts';
import { type Jws, readJws } from '../schemes/jws.ts';

/** The JWS in the body; null when there is none. */
export function signedPayload(request: CapturedRequest): Jws | null {
  const text = bodyText(request, 'signedPayload');
  return text === undefined ? null : readJws(text);
}

/** Notification type and UUID, which stand inside the signed payload. */
export function describeSigned(jws: Jws | null): Description {
  const text = (name: string) => (typeof jws?.claims[name] === 'string' ? (jws.claims[name] as string) : null);
  const [type, subtype, uuid] = [text('notificationType'), text('subtype'), text('notificationUUID')];
  const data = jws?.claims['data'] as Readonly<Record<string, unknown>> | undefined;
  return {
    event: type === null ? null : subtype === null ? type : `${type}.${subtype}`,
    resource: typeof data?.['bundleId'] === 'string' ? data['bundleId'] : null,
    deliveryKey: uuid,
    attempt: null,
    groupKey: uuid === null ? null : `apple-app-store ${uuid}`,
  };
}

/** SHA-256 of Apple Root CA - G3 (apple.com/certificateauthority). */
const APPLE_ROOT_G3 = '63:34:3A:BF:B8:9A:6A:03:EB:B5:7E:9B:3F:5F:A7:BE:7C:4F:5C:75:6F:30:17:B3:A8:C4:88:C3:65:3E:91:79';

/** Extensions that mark Apple's leaf (1.2.840.113635.100.6.11.1) and intermediate (…6.2.1), in DER. */
const LEAF_OID = Buffer.from('060a2a864886f76364060b01', 'hex');
const INTERMEDIATE_OID = Buffer.from('060a2a864886f76364060201', 'hex');

/** Clocks may differ by this much, as in Apple's library. */
const SKEW_MS = 60_000;

/**
 * The leaf certificate of an x5c chain that leads to a trusted root; else what is wrong with it, in a sentence. Without
 * `roots`, the chain's own third certificate is trusted when it is Apple Root CA - G3. Dates are judged at `atMs`, the moment
 * of signing, as Apple's library does without online checks.
 */
export function trustedLeaf(x5c: unknown, roots: readonly X509Certificate[], atMs: number): X509Certificate | string {
  if (!Array.isArray(x5c) || x5c.length !== 3) return 'The token has no chain of three certificates.';
  const [leaf, intermediate, third] = x5c.map((text) => certificate(text));
  if (!leaf || !intermediate || !third) return 'A certificate of the token cannot be read.';
  const trusted = roots.length > 0 ? roots : equalText(third.fingerprint256, APPLE_ROOT_G3) ? [third] : [];
  const root = trusted.find((one) => issued(intermediate, one));
  if (root === undefined) return 'The certificate chain does not end at the trusted root.';
  if (!intermediate.ca || !issued(leaf, intermediate)) return 'The certificate chain is broken.';
  if (!leaf.raw.includes(LEAF_OID) || !intermediate.raw.includes(INTERMEDIATE_OID))
    return 'The certificates are not meant for App Store receipts.';
  const current = [leaf, intermediate, root].every(
    (one) => Date.parse(one.validFrom) <= atMs + SKEW_MS && atMs - SKEW_MS <= Date.parse(one.validTo),
  );
  return current ? leaf : 'A certificate of the chain was not valid when the notification was signed.';
}

function certificate(text: unknown): X509Certificate | null {
  if (typeof text !== 'string') return null;
  try {
    return new X509Certificate(Buffer.from(text, 'base64'));
  } catch {
    return null;
  }
}

function issued(subject: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return subject.issuer === issuer.subject && subject.verify(issuer.publicKey);
  } catch {
    return false;
  }
}
