import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** help.bolt.com, hook verification: while the secret is rotated, a second header is signed with the coming one. */
export const bolt = sender({
  id: 'bolt',
  name: 'Bolt',
  docsUrl: 'https://help.bolt.com/developers/webhooks/hook-verification/',
  confidence: 'likely',
  marks: [[95, 'header:X-Bolt-Hmac-Sha256']],
  describe: {
    event: 'body:type',
    resource: 'body:object + body:reference',
    delivery: 'body:id',
  },
  signature: {
    secretLabel: 'Signing secret',
    scheme: hmac({ header: ['X-Bolt-Hmac-Sha256', 'X-Bolt-Hmac-Sha256-Pending'], encoding: 'base64' }),
  },
  sample: { body: { id: 'TA1', type: 'payment', object: 'transaction', reference: 'R1' } },
});
