import { crc32 } from 'node:zlib';
import type { CapturedRequest } from '../../contract/request.ts';
import { ANY_2XX, DAY, within } from '../../contract/schedule.ts';
import type { Check, Credential } from '../provider.ts';
import { viewOf } from '../reading/view.ts';
import { headerWrapper } from '../schemes/header-wrapper.ts';
import { extraOf } from '../schemes/key.ts';
import { evidence, invalid } from '../schemes/outcome.ts';
import { readPublicKey } from '../schemes/public-key.ts';
import { rsa } from '../schemes/public-key-scheme.ts';
import type { Scheme } from '../schemes/scheme.ts';
import { sender } from '../sender.ts';

/** developer.paypal.com: RSA over id, time, webhook id and CRC-32 of the body. The certificate comes from PAYPAL-CERT-URL. */
const NAME = 'RSA-SHA256 of {transmission id}|{time}|{webhook id}|{CRC-32 of body}, base64';

const headers = headerWrapper({
  header: 'PAYPAL-TRANSMISSION-SIG',
  idHeader: 'PAYPAL-TRANSMISSION-ID',
  timestampHeader: 'PAYPAL-TRANSMISSION-TIME',
});

/** The webhook id is not secret, but signed: it is the extra `webhookId`, or the value where the certificate is an extra. */
const webhookIdOf = (credential: Credential): string =>
  extraOf(credential, 'webhookId') ?? (readPublicKey(credential.value) === null ? credential.value.trim() : '');

const isPayPal = (url: string): boolean => {
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: '', hostname: '' };
  return protocol === 'https:' && (hostname === 'paypal.com' || hostname.endsWith('.paypal.com'));
};

const refuse = (request: CapturedRequest): Check | null => {
  const view = viewOf(request);
  const url = view.header('paypal-cert-url');
  if (url !== undefined && !isPayPal(url))
    return invalid(
      'cert-url-not-trusted',
      'PAYPAL-CERT-URL does not lead to an address of paypal.com.',
      evidence(NAME, { received: url }),
    );
  const algorithm = view.header('paypal-auth-algo') ?? 'SHA256withRSA';
  if (algorithm.toLowerCase() === 'sha256withrsa') return null;
  return invalid(
    'algorithm-not-allowed',
    'PAYPAL-AUTH-ALGO names another algorithm than SHA256withRSA.',
    evidence(NAME, { received: algorithm }),
  );
};

const schemeFor = (webhookId: string): Scheme =>
  rsa({
    name: NAME,
    wrapper: headers,
    signed: (request, { id, timestamp }) =>
      Buffer.from(`${id}|${timestamp}|${webhookId}|${crc32(request.body)}`, 'latin1'),
    encoding: 'base64',
    hash: 'sha256',
    time: { unit: 'iso', toleranceS: null },
    refuse: (_envelope, _credential, request) => refuse(request),
  });
const scheme = schemeFor('');

export const paypal = sender({
  id: 'paypal',
  name: 'PayPal',
  docsUrl: 'https://developer.paypal.com/api/rest/webhooks/rest/',
  marks: [
    [97, 'header:PAYPAL-TRANSMISSION-ID'],
    [60, 'body:event_type', 'body:resource_type', 'body:id^=WH-'],
  ],
  describe: {
    event: 'body:event_type',
    resource: 'body:resource_type + body:resource.id',
    delivery: 'body:id | header:PAYPAL-TRANSMISSION-ID',
  },
  signature: {
    secretLabel: 'Webhook ID',
    extras: [{ name: 'certificate', label: 'Certificate from PAYPAL-CERT-URL', pem: true }],
    scheme: {
      ...scheme,
      check: (request, credential, nowMs) => schemeFor(webhookIdOf(credential)).check(request, credential, nowMs),
      sign: (request, credential, nowMs) => schemeFor(webhookIdOf(credential)).sign!(request, credential, nowMs),
    },
  },
  delivery: {
    source: 'https://developer.paypal.com/api/rest/webhooks/',
    schedule: within({ retries: 25, forMs: 3 * DAY }),
    accepted: ANY_2XX,
  },
  sample: {
    headers: {
      'PAYPAL-CERT-URL': 'https://api.sandbox.paypal.com/v1/notifications/certs/CERT-360caa42',
      'PAYPAL-AUTH-ALGO': 'SHA256withRSA',
    },
    body: {
      id: 'WH-0G2756385H040842W-5Y612302CV158622M',
      resource_type: 'sale',
      event_type: 'PAYMENT.SALE.COMPLETED',
      resource: { id: '4EU7004268015634R' },
    },
  },
  samples: () => import('../samples/paypal.json', { with: { type: 'json' } }),
});
