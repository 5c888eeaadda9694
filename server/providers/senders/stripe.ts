import { ANY_2XX, DAY, within } from '../../contract/schedule.ts';
import { wireBytes } from '../schemes/bytes.ts';
import { pairs } from '../schemes/pairs.ts';
import type { Template } from '../schemes/template.ts';
import { sender } from '../sender.ts';

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

const withoutBom: Template = (request, { timestamp }) =>
  BOM.equals(request.body.subarray(0, 3))
    ? Buffer.concat([wireBytes(`${timestamp}.`), request.body.subarray(3)])
    : null;

/** docs.stripe.com, verify signatures manually: the whole whsec_… string is the key; v0 is for test events only and ignored. */
export const stripe = sender({
  id: 'stripe',
  name: 'Stripe',
  docsUrl: 'https://docs.stripe.com/webhooks/signature',
  marks: [
    [97, 'header:Stripe-Signature'],
    [70, 'ua:Stripe/1.0'],
    [55, 'body:object=event', 'body:id^=evt_', 'body:livemode'],
  ],
  describe: {
    event: 'body:type',
    resource: 'body:data.object.object + body:data.object.id',
    delivery: 'body:id',
  },
  signature: {
    secretLabel: 'Signing secret of the endpoint (whsec_…)',
    scheme: pairs({
      header: 'Stripe-Signature',
      time: { unit: 's', toleranceS: 300 },
      variants: [
        {
          signed: withoutBom,
          note: 'It fits the body without its byte order mark, which Stripe’s own library ignores.',
        },
      ],
    }),
  },
  delivery: {
    source: 'https://docs.stripe.com/webhooks',
    note: 'in live mode; in a sandbox three times within a few hours',
    schedule: within({ forMs: 3 * DAY }),
    accepted: ANY_2XX,
  },
  sample: {
    headers: { 'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)' },
    body: {
      id: 'evt_1SqAb2Lkd8aB3cDe',
      object: 'event',
      api_version: '2025-12-15.basil',
      created: 1768478398,
      data: { object: { id: 'pi_3SqAb1Lkd8aB3cDe0xYz123', object: 'payment_intent', amount: 4200 } },
      livemode: false,
      type: 'payment_intent.succeeded',
    },
  },
  samples: () => import('../samples/stripe.json', { with: { type: 'json' } }),
});
