import { firstCarried } from '../schemes/any-of.ts';
import { hmac } from '../schemes/hmac.ts';
import { token } from '../schemes/token.ts';
import { sender } from '../sender.ts';

/** developer.flutterwave.com: v3 sends the secret hash itself, v4 an HMAC. */
export const flutterwave = sender({
  id: 'flutterwave',
  name: 'Flutterwave',
  docsUrl: 'https://developer.flutterwave.com/docs/webhooks',
  confidence: 'likely',
  marks: [
    [95, 'header:verif-hash'],
    [95, 'header:flutterwave-signature'],
  ],
  describe: {
    event: 'body:event | body:type',
    resource: 'body:data.tx_ref | body:data.id',
    delivery: 'body:data.id',
    group: 'body:event + body:data.id',
  },
  signature: {
    secretLabel: 'Secret hash',
    scheme: firstCarried(
      hmac({ header: 'flutterwave-signature', encoding: 'base64' }),
      token({ header: 'verif-hash' }),
    ),
  },
  sample: { body: { event: 'charge.completed', data: { id: 285959875, tx_ref: 'Links-616626414629' } } },
});
