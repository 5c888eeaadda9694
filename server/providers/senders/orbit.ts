import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** Orbit, whose service is retired; from memory only. */
export const orbit = sender({
  id: 'orbit',
  name: 'Orbit (retired)',
  docsUrl: 'https://docs.orbit.love/docs/webhooks',
  confidence: 'uncertain',
  marks: [
    [95, 'header:X-Orbit-Signature'],
    [90, 'header:X-Orbit-Event'],
  ],
  describe: {
    event: 'header:X-Orbit-Event',
    resource: 'body:data.type + body:data.id',
    delivery: 'header:X-Orbit-Event-Id',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({ header: 'X-Orbit-Signature', prefix: 'sha256=' }),
  },
  sample: {
    headers: { 'X-Orbit-Event': 'activity:created', 'X-Orbit-Event-Id': 'e1' },
    body: { data: { type: 'activity', id: 'a1' } },
  },
});
