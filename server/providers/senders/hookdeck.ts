import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** hookdeck.com, signature verification of the forwarder: a second header while the secret is rolled. */
export const hookdeck = sender({
  id: 'hookdeck',
  name: 'Hookdeck',
  docsUrl: 'https://hookdeck.com/docs/authentication#hookdeck-webhook-signature-verification',
  marks: [
    [99, 'header:x-hookdeck-signature'],
    [96, 'header:x-hookdeck-eventid'],
  ],
  describe: {
    event: 'header:x-hookdeck-source-name | body:type | body:event',
    resource: 'header:x-hookdeck-eventid',
    delivery: 'header:x-hookdeck-eventid',
    attempt: 'header:x-hookdeck-attempt-count',
  },
  signature: {
    secretLabel: 'Signing secret of the project',
    scheme: hmac({ header: ['x-hookdeck-signature', 'x-hookdeck-signature-2'], encoding: 'base64' }),
  },
  sample: {
    headers: { 'x-hookdeck-eventid': 'evt_1', 'x-hookdeck-source-name': 'shop', 'x-hookdeck-attempt-count': '1' },
    body: { id: 1 },
  },
});
