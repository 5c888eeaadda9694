import { SECOND, waits } from '../../contract/schedule.ts';
import { pairs } from '../schemes/pairs.ts';
import { sender } from '../sender.ts';

/** sanity.io, webhooks: milliseconds, and base64url without padding. */
export const sanity = sender({
  id: 'sanity',
  name: 'Sanity',
  docsUrl: 'https://www.sanity.io/docs/content-lake/webhooks',
  marks: [
    [95, 'header:sanity-webhook-signature'],
    [95, 'header:sanity-operation'],
    [90, 'header:sanity-webhook-id'],
  ],
  describe: {
    event: 'header:sanity-operation',
    resource: 'body:_type + header:sanity-document-id | header:sanity-document-id',
    delivery: 'header:idempotency-key | header:sanity-transaction-id',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: pairs({
      header: 'sanity-webhook-signature',
      encoding: 'base64url',
      time: { unit: 'ms', toleranceS: null },
    }),
  },
  // Only 429 and 5xx are tried again.
  delivery: {
    source: 'https://www.sanity.io/docs/changelog/50ec6abf-fe0c-475b-ae72-314148860132',
    schedule: waits(30 * SECOND, 30 * SECOND),
    final: [
      [300, 428],
      [430, 499],
    ],
  },
  sample: {
    headers: {
      'sanity-operation': 'update',
      'sanity-document-id': 'resume',
      'sanity-webhook-id': '5sAuT1XfQkyP',
      'idempotency-key': 'a4cfd5b7-2f3a-4c5f-8d1b-77e9c1a1b2c3',
    },
    body: { _id: 'resume', _type: 'post', title: 'Hello' },
  },
  samples: () => import('../samples/sanity.json', { with: { type: 'json' } }),
});
