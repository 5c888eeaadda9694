import { echoQuery } from '../challenges.ts';
import { hmac } from '../schemes/hmac.ts';
import { hexKey } from '../schemes/key.ts';
import { sender } from '../sender.ts';

/** docs.onfleet.com, webhooks: the secret is hex. */
export const onfleet = sender({
  id: 'onfleet',
  name: 'Onfleet',
  docsUrl: 'https://docs.onfleet.com/reference/secrets',
  confidence: 'likely',
  marks: [
    [95, 'header:X-Onfleet-Signature'],
    [70, 'body:triggerName', 'body:triggerId'],
  ],
  describe: {
    event: 'body:triggerName',
    resource: 'body:taskId | body:workerId',
  },
  signature: {
    secretLabel: 'Webhook secret (hex)',
    scheme: hmac({ header: 'X-Onfleet-Signature', algorithm: 'sha512', key: hexKey }),
  },
  setup: {
    challenge: echoQuery('Onfleet', 'check', 'GET'),
  },
  sample: { body: { taskId: '7nmFyv', triggerId: 3, triggerName: 'taskCompleted', time: 1768478400000 } },
});
