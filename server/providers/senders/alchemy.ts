import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** alchemy.com, Notify: the whole whsec_… string is the key. */
export const alchemy = sender({
  id: 'alchemy',
  name: 'Alchemy',
  docsUrl: 'https://www.alchemy.com/docs/reference/notify-api-quickstart',
  confidence: 'likely',
  marks: [
    [95, 'header:X-Alchemy-Signature'],
    [70, 'body:webhookId^=wh_', 'body:type', 'body:event'],
  ],
  describe: {
    event: 'body:type',
    resource: 'body:event.network | body:webhookId',
    delivery: 'body:id',
  },
  signature: {
    secretLabel: 'Signing key of the webhook (whsec_…)',
    scheme: hmac({ header: 'X-Alchemy-Signature' }),
  },
  sample: {
    body: {
      webhookId: 'wh_octjglnywaupz6th',
      id: 'whevt_ogrc5v64myey69ux',
      type: 'ADDRESS_ACTIVITY',
      event: { network: 'ETH_MAINNET' },
    },
  },
});
