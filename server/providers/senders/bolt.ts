import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** help.bolt.com, webhooks; from memory only. */
export const bolt = sender({
  id: 'bolt',
  name: 'Bolt',
  docsUrl: 'https://help.bolt.com/developers/webhooks/',
  confidence: 'uncertain',
  secretLabel: 'Signing secret',
  marks: [[95, 'header:X-Bolt-Hmac-Sha256']],
  event: 'body:type',
  resource: 'body:object + body:reference',
  delivery: 'body:id',
  scheme: hmac({ header: 'X-Bolt-Hmac-Sha256', encoding: 'base64' }),
  sample: { body: { id: 'TA1', type: 'payment', object: 'transaction', reference: 'R1' } },
});
