import { createHmac, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { HeaderLine } from '../server/contract/header.ts';
import type { CapturedRequest } from '../server/contract/request.ts';
import { type Diagnosis, diagnose } from '../server/doctor/diagnose.ts';
import { parseRawHttp } from '../server/fixtures/parse-raw-http.ts';
import { findProvider, providers } from '../server/providers/index.ts';
import { captured, credential, NOW_MS } from './doctor-support.ts';
import { through } from './doctor-tools.ts';

const BODY = '{"id":"evt_1","name":"Zoë","type":"a.b"}';
const SECRET = 'a-secret-of-ordinary-length';

function ask(id: string, request: CapturedRequest, value = SECRET): Diagnosis {
  return diagnose({
    request,
    provider: findProvider(id)!,
    credentials: [{ credential: credential(value), origin: 'this-endpoint', endpointName: 'Inbox' }],
    otherProviders: providers,
    publicUrls: [],
    nowMs: NOW_MS,
  });
}

/** What the provider's own rules sign, with more header lines beside it. */
function signedBy(id: string, body = BODY, value = SECRET, lines: readonly HeaderLine[] = []): CapturedRequest {
  const request = captured({ body, headers: lines });
  const signed = findProvider(id)!.signature!.sign!(request, credential(value), NOW_MS);
  return { ...request, headers: [...request.headers, ...signed.headers], body: signed.body ?? request.body };
}

/** The request after its raw HTTP went through `sed`, as a proxy's rewriting rule or a script on saved files would do it. */
function sed(request: CapturedRequest, script: string): CapturedRequest {
  const lines = request.headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const head = Buffer.from(`${request.method} ${request.target} HTTP/1.1\r\n${lines}\r\n`, 'latin1');
  const { headers, body } = parseRawHttp(through(Buffer.concat([head, request.body]), 'sed', script));
  return { ...request, headers, body };
}

const sha1 = (value = SECRET, body = BODY) => createHmac('sha1', value).update(body).digest('hex');

describe('no-known-scheme', () => {
  test.each([
    ['stripe', 's/v1=/v2=/', 'The Stripe-Signature header has no v1 signature, only v2.'],
    ['circleci', 's/v1=/v2=/', 'The circleci-signature header has no `v1=` signature.'],
    ['svix', 's/v1,/v3,/', 'The svix-signature header has no v1 signature, only v3.'],
    ['paddle', 's/h1=/h2=/', 'The Paddle-Signature header has no h1 signature, only h2.'],
  ])('names a version that %s does not have, after `sed %s`', (id, script, proof) => {
    expect(ask(id, sed(signedBy(id), script))).toMatchObject({ code: 'no-known-scheme', proof });
  });

  test('is not said where a version of nobody stands beside a known one', () => {
    const request = sed(signedBy('stripe'), 's/v1=/v9=00ff,v1=/');
    expect(ask('stripe', request)).toMatchObject({ code: null, sentence: 'The signature is valid.' });
  });
  test('is not said of a known version that does not fit', () => {
    for (const id of ['stripe', 'circleci', 'svix', 'paddle'])
      expect(ask(id, sed(signedBy(id), 's/evt_1/evt_2/')).code, id).not.toBe('no-known-scheme');
  });
  test('is not said of a header that has no versions at all', () => {
    for (const value of ['', 'nonsense', 'null'])
      expect(ask('stripe', captured({ body: BODY, headers: [['Stripe-Signature', value]] })).code).not.toBe(
        'no-known-scheme',
      );
  });
});

describe('only-legacy-signature', () => {
  /** GitHub and Meta send the old header beside the new one. */
  const both = (id: string, value = SECRET) => signedBy(id, BODY, value, [['X-Hub-Signature', `sha1=${sha1(value)}`]]);

  test.each(['github', 'meta'])('%s: a proxy let only the SHA-1 header through', (id) => {
    const request = sed(both(id), '/^X-Hub-Signature-256:/d');
    expect(ask(id, request)).toMatchObject({
      code: 'only-legacy-signature',
      proof: 'X-Hub-Signature is an old signature of 160 bits; it fits the secret. The newer header is missing.',
    });
  });
  test('says that it does not fit where it was made with another secret', () => {
    const { code, proof } = ask('github', sed(both('github', 'another-secret'), '/^X-Hub-Signature-256:/d'));
    expect([code, proof]).toEqual([
      'only-legacy-signature',
      'X-Hub-Signature is an old signature of 160 bits. The newer header is missing.',
    ]);
  });
  test('is not said while the newer header is there, whether it fits or not', () => {
    expect(ask('github', both('github'))).toMatchObject({ code: null, sentence: 'The signature is valid.' });
    expect(ask('github', sed(both('github'), 's/evt_1/evt_2/')).code).not.toBe('only-legacy-signature');
    expect(ask('github', both('github'), 'another-secret').code).not.toBe('only-legacy-signature');
  });
  test('is not said of providers whose present signature is SHA-1', () => {
    for (const id of ['intercom', 'webex', 'vercel', 'storyblok', 'helpscout']) {
      expect(ask(id, signedBy(id))).toMatchObject({ code: null, sentence: 'The signature is valid.' });
      expect(ask(id, sed(signedBy(id), 's/evt_1/evt_2/')).code, id).not.toBe('only-legacy-signature');
    }
  });
  test('is not said for 40 hex digits that are no signature', () => {
    const lines: readonly HeaderLine[] = [
      ['X-Commit', 'ab'.repeat(20)],
      ['ETag', 'cd'.repeat(20)],
    ];
    const request = sed(signedBy('github', BODY, SECRET, lines), '/^X-Hub-Signature-256:/d');
    expect(ask('github', request)).toMatchObject({ code: 'missing-header' });
  });
});

describe('cert-url-not-trusted', () => {
  const pem = String(
    generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
  );
  const CERT = 'https://sns.us-west-2.amazonaws.com/SimpleNotificationService-f3ecfb72.pem';
  const message = (more: object = {}) =>
    JSON.stringify({
      Type: 'Notification',
      MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
      TopicArn: 'arn:aws:sns:us-west-2:123456789012:MyTopic',
      Message: 'Hello Zoë',
      Timestamp: '2026-01-15T12:00:00.000Z',
      SignatureVersion: '2',
      SigningCertURL: CERT,
      ...more,
    });
  const notice = (body = message()) => signedBy('aws-sns', body, pem);
  const fits = { code: null, sentence: 'The signature is valid.' };

  test.each([
    ['another host', 's#sns.us-west-2.amazonaws.com#certs.evil.example#', 'certs.evil.example'],
    [
      'a host that only begins alike',
      's#amazonaws.com/#amazonaws.com.evil.example/#',
      'sns.us-west-2.amazonaws.com.evil.example',
    ],
    ['plain http', 's#https:#http:#', 'sns.us-west-2.amazonaws.com'],
  ])('SNS: the address leads to %s, and apart from that the signature fits', (_, script, host) => {
    expect(ask('aws-sns', notice(), pem)).toMatchObject(fits);
    expect(ask('aws-sns', sed(notice(), script), pem)).toMatchObject({
      code: 'cert-url-not-trusted',
      proof: `The certificate is at ${host}; apart from that the signature fits.`,
    });
  });
  test('PayPal: the address leads to another host', () => {
    const paypal = signedBy('paypal', BODY, pem, [
      ['PAYPAL-CERT-URL', 'https://api.paypal.com/v1/notifications/certs/CERT-1'],
    ]);
    expect(ask('paypal', paypal, pem)).toMatchObject(fits);
    expect(ask('paypal', sed(paypal, 's#api.paypal.com#api.paypal.com.evil.example#'), pem)).toMatchObject({
      code: 'cert-url-not-trusted',
      proof: 'The certificate is at api.paypal.com.evil.example; apart from that the signature fits.',
    });
  });
  test('is not said of SNS in another region, nor of China', () => {
    for (const host of ['sns.eu-central-1.amazonaws.com', 'sns.cn-north-1.amazonaws.com.cn'])
      expect(ask('aws-sns', sed(notice(), `s#sns.us-west-2.amazonaws.com#${host}#`), pem)).toMatchObject(fits);
  });
  test('is not said of a changed message whose certificate is at the right address', () => {
    expect(ask('aws-sns', sed(notice(), 's/Hello/Hullo/'), pem).code).not.toBe('cert-url-not-trusted');
  });
  test('is not said of an address that stands in the message’s own text', () => {
    const quoted = message({ Message: JSON.stringify({ SigningCertURL: 'https://certs.evil.example/x.pem' }) });
    expect(ask('aws-sns', notice(quoted), pem)).toMatchObject(fits);
    expect(ask('aws-sns', sed(notice(quoted), 's/MyTopic/YourTopic/'), pem).code).not.toBe('cert-url-not-trusted');
  });
  test('is not said of providers that offer no certificate', () => {
    const lines: readonly HeaderLine[] = [['X-Cert-Url', 'https://certs.evil.example/x.pem']];
    const github = sed(signedBy('github', BODY, SECRET, lines), 's/evt_1/evt_2/');
    expect(ask('github', github).code).not.toBe('cert-url-not-trusted');
  });
});
