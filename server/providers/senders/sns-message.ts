import type { Check } from '../provider.ts';
import { asText, memberAt } from '../reading/source.ts';
import { evidence, invalid } from '../schemes/outcome.ts';

export const SNS_SCHEME = 'RSA of the message’s fields, base64';

const NOTIFICATION = ['Message', 'MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'TopicArn', 'Type'];
const CONFIRMATION = ['Message', 'MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];

/** Name and value of each signed field that is there, each followed by a newline. */
export function signedFields(message: unknown): Uint8Array | null {
  if (typeof message !== 'object' || message === null) return null;
  const names = asText(memberAt(message, ['Type'])) === 'Notification' ? NOTIFICATION : CONFIRMATION;
  const lines = names.flatMap((name) => {
    const value = memberAt(message, [name]);
    return typeof value === 'string' ? [`${name}\n${value}\n`] : [];
  });
  return Buffer.from(lines.join(''), 'utf8');
}

export const snsVersion = (message: unknown): string => asText(memberAt(message, ['SignatureVersion'])) ?? '2';

const CERT_HOST = /^sns\.[a-zA-Z0-9-]{3,}\.amazonaws\.com(\.cn)?$/;

/** Why a message is refused before its signature is looked at: another version, or a certificate from a stranger. */
export function snsRefusal(message: unknown): Check | null {
  const version = snsVersion(message);
  if (version !== '1' && version !== '2')
    return invalid(
      'no-known-scheme',
      'SignatureVersion is neither 1 nor 2.',
      evidence(SNS_SCHEME, { received: version }),
    );
  const url = asText(memberAt(message, ['SigningCertURL'])) ?? asText(memberAt(message, ['SigningCertUrl'])) ?? '';
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const isTrusted =
    parsed?.protocol === 'https:' && CERT_HOST.test(parsed.hostname) && parsed.pathname.endsWith('.pem');
  if (isTrusted) return null;
  const sentence = 'SigningCertURL does not lead to a certificate of sns.<region>.amazonaws.com.';
  return invalid('cert-url-not-trusted', sentence, evidence(SNS_SCHEME, { received: url }));
}
