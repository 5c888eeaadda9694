import { createPublicKey } from 'node:crypto';
import { JSON_BODIES } from './bodies.ts';
import { type Genuine, genuine, withSecret } from './case.ts';

const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64');

/** Every provider whose deliveries are checked with a public key that is pasted, and how one of them is made. */
const SIGNED_WITH_KEYS: Readonly<Record<string, () => Genuine>> = {
  ...Object.fromEntries(
    ['discord', 'sendgrid', 'telnyx', 'wise', 'paypal', 'saleor', 'google-pubsub', 'ebay', 'truelayer'].map((id) => [
      id,
      () => genuine(id, JSON_BODIES['js']!),
    ]),
  ),
  travis: () =>
    genuine('travis', `payload=${encodeURIComponent(JSON_BODIES['js']!)}`, {
      type: 'application/x-www-form-urlencoded',
      lines: [['Travis-Repo-Slug', 'octocat/Hello-World']],
    }),
  'aws-sns': () => genuine('aws-sns', snsMessage('2'), { type: 'text/plain; charset=UTF-8' }),
  'aws-sns, SignatureVersion 1': () => genuine('aws-sns', snsMessage('1'), { type: 'text/plain; charset=UTF-8' }),
};

const snsMessage = (version: string): string =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
    TopicArn: 'arn:aws:sns:us-west-2:123456789012:MyTopic',
    Message: 'Zoë says hello',
    Timestamp: '2026-01-15T12:00:00.000Z',
    SignatureVersion: version,
    SigningCertURL:
      'https://sns.us-west-2.amazonaws.com/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
  });

/** Public keys as people paste them: none of these is damage, so all are to be valid. */
export function keyForms(): readonly (Genuine & { readonly name: string })[] {
  return Object.entries(SIGNED_WITH_KEYS).flatMap(([id, make]) => {
    const of = make();
    const pem = of.credential.value;
    if (!pem.includes('PUBLIC KEY')) return [];
    const key = createPublicKey(pem);
    const der = key.export({ type: 'spki', format: 'der' });
    const lined = pem.trim().split('\n');
    const forms: Record<string, string> = {
      'as it is': pem,
      'on one line': lined.join(' '),
      'on one line without blanks': lined.join(''),
      'without its armour': lined.slice(1, -1).join('\n'),
      'without its armour on one line': lined.slice(1, -1).join(''),
      'with \\n written out': lined.join('\\n'),
      'with \\\\n written out': lined.join('\\\\n'),
      'with \\r\\n written out': lined.join('\\r\\n'),
      'JSON-quoted': JSON.stringify(pem),
      'in single quotes': `'${pem}'`,
      'base64 of the PEM': base64(pem),
      'base64 of the PEM on lines': base64(pem)
        .match(/.{1,76}/g)!
        .join('\n'),
      'DER in base64': base64(der),
      'DER in base64url': der.toString('base64url'),
      'DER in hex': der.toString('hex'),
      JWK: JSON.stringify(key.export({ format: 'jwk' })),
      'JWK set': JSON.stringify({ keys: [key.export({ format: 'jwk' })] }),
      indented: lined.map((line) => `    ${line}`).join('\n'),
      CRLF: lined.join('\r\n'),
      'with BOM': `\ufeff${pem}`,
      'with zero width': `\u200b${pem}`,
      'with variable': `PUBLIC_KEY="${lined.join('\\n')}"`,
      'END line lost': lined.slice(0, -1).join('\n'),
      'BEGIN line lost': lined.slice(1).join('\n'),
      'four dashes': pem.replaceAll('-----', '----'),
      'en dashes': pem.replaceAll('-----', '–––––'),
    };
    return Object.entries(forms).map(([name, value]) => ({ ...withSecret(of, value), name: `${name} at ${id}` }));
  });
}
