import { DAY, SECOND, within } from '../../contract/schedule.ts';
import { viewOf } from '../reading/view.ts';
import { anyOf, firstCarried } from '../schemes/any-of.ts';
import { asRegistered } from '../schemes/as-registered.ts';
import { wireBytes } from '../schemes/bytes.ts';
import { digest, hmac } from '../schemes/hmac.ts';
import { evidence, invalid } from '../schemes/outcome.ts';
import type { Scheme } from '../schemes/scheme.ts';
import type { Template } from '../schemes/template.ts';
import { sender } from '../sender.ts';

/** developers.hubspot.com, validating requests: v3 is an HMAC, v1 and v2 are plain hashes. With v3 there, only v3 counts. */
/** What HubSpot decodes in the URL before it signs. */
const DECODED: Readonly<Record<string, string>> = {
  '3A': ':',
  '2F': '/',
  '3F': '?',
  '40': '@',
  '21': '!',
  '24': '$',
  '27': "'",
  '28': '(',
  '29': ')',
  '2A': '*',
  '2C': ',',
  '3B': ';',
};
const decodedUrl = (url: string): string =>
  url.replace(/%([0-9A-Fa-f]{2})/g, (whole, hex: string) => DECODED[hex.toUpperCase()] ?? whole);

const fullyDecoded = (url: string): string => {
  try {
    return Buffer.from(decodeURIComponent(url), 'utf8').toString('latin1');
  } catch {
    return url;
  }
};

const over =
  (rewrite: (url: string) => string): Template =>
  (request, { timestamp }) =>
    Buffer.concat([
      wireBytes(`${request.method}${rewrite(request.publicUrl)}`),
      request.body,
      wireBytes(timestamp ?? ''),
    ]);

const v3 = hmac({
  header: 'X-HubSpot-Signature-v3',
  timestampHeader: 'X-HubSpot-Request-Timestamp',
  encoding: 'base64',
  name: 'HMAC-SHA256 of {method}{url, partly decoded}{body}{timestamp}, base64',
  signed: over(decodedUrl),
  variants: [{ signed: over((url) => url) }, { signed: over(fullyDecoded) }],
  time: { unit: 'ms', toleranceS: 300 },
});
const v2 = digest({ header: 'X-HubSpot-Signature', secretAt: 'start', signed: '{method}{url}{body}' });
const v1 = digest({ header: 'X-HubSpot-Signature', secretAt: 'start' });

const older: Scheme = {
  ...v2,
  check: (request, credential, nowMs) => {
    const version = viewOf(request).header('x-hubspot-signature-version')?.trim().toLowerCase();
    if (version === 'v1') return v1.check(request, credential, nowMs);
    if (version === 'v2') return v2.check(request, credential, nowMs);
    if (version !== undefined)
      return invalid(
        'no-known-scheme',
        'X-HubSpot-Signature-Version names a version that is not known.',
        evidence(v2.name, { received: version.slice(0, 40) }),
      );
    return anyOf(v2, v1).check(request, credential, nowMs);
  },
};

export const hubspot = sender({
  id: 'hubspot',
  name: 'HubSpot',
  docsUrl: 'https://developers.hubspot.com/docs/apps/legacy-apps/authentication/validating-requests',
  marks: [
    [95, 'header:X-HubSpot-Signature-v3'],
    [95, 'header:X-HubSpot-Signature'],
    [65, 'body:0.subscriptionType', 'body:0.portalId'],
  ],
  describe: {
    event: 'body:0.subscriptionType | body:subscriptionType',
    resource: 'body:0.objectId + body:0.propertyName | body:objectId',
    delivery: 'body:0.eventId | body:eventId',
    retries: 'body:0.attemptNumber',
  },
  signature: {
    secretLabel: 'Client secret of the app',
    scheme: asRegistered(firstCarried(v3, older)),
  },
  delivery: {
    source: 'https://developers.hubspot.com/docs/api-reference/legacy/webhooks/guide',
    timeoutMs: 5 * SECOND,
    schedule: within({ retries: 10, forMs: DAY }),
  },
  sample: {
    body: [
      {
        eventId: 1,
        subscriptionId: 12345,
        portalId: 62515,
        subscriptionType: 'contact.creation',
        attemptNumber: 0,
        objectId: 123,
      },
    ],
  },
  samples: () => import('../samples/hubspot.json', { with: { type: 'json' } }),
});
