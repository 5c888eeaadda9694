import { within } from '../../contract/schedule.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developers.webflow.com, webhooks. */
export const webflow = sender({
  id: 'webflow',
  name: 'Webflow',
  docsUrl: 'https://developers.webflow.com/data/docs/working-with-webhooks',
  marks: [
    [95, 'header:x-webflow-signature'],
    [65, 'body:triggerType', 'body:payload'],
  ],
  describe: {
    event: 'body:triggerType',
    resource: 'body:payload.name | body:payload.id | body:payload.siteId',
    delivery: 'body:payload.id',
    group: 'body:triggerType + body:payload.id',
  },
  signature: {
    secretLabel: 'Webhook secret (OAuth apps: client secret)',
    scheme: hmac({
      header: 'x-webflow-signature',
      timestampHeader: 'x-webflow-timestamp',
      signed: '{timestamp}:{body}',
      time: { unit: 'ms', toleranceS: 300 },
    }),
  },
  // Three attempts in all.
  delivery: {
    source: 'https://developers.webflow.com/data/changelog/webhook-retries',
    schedule: within({ retries: 2 }),
  },
  sample: {
    body: {
      triggerType: 'form_submission',
      payload: { name: 'Contact Us', siteId: '65427cf400e02b306eaa049c', id: 'f1' },
    },
  },
  samples: () => import('../samples/webflow.json', { with: { type: 'json' } }),
});
