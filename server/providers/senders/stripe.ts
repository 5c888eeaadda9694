import { pairs } from '../schemes/pairs.ts';
import { sender } from '../sender.ts';

/** docs.stripe.com, verify signatures manually: the whole whsec_… string is the key; v0 is for test events only and ignored. */
export const stripe = sender({
  id: 'stripe',
  name: 'Stripe',
  docsUrl: 'https://docs.stripe.com/webhooks/signature',
  secretLabel: 'Signing secret of the endpoint (whsec_…)',
  marks: [
    [97, 'header:Stripe-Signature'],
    [70, 'ua:Stripe/1.0'],
    [55, 'body:object=event', 'body:id^=evt_', 'body:livemode'],
  ],
  event: 'body:type',
  resource: 'body:data.object.object + body:data.object.id',
  delivery: 'body:id',
  scheme: pairs({ header: 'Stripe-Signature', time: { unit: 's', toleranceS: 300 } }),
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
});
