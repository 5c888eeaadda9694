import { ANY_2XX, MINUTE, SECOND, waits } from '../../contract/schedule.ts';
import { zoomAnswer } from '../challenges.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developers.zoom.us, webhooks. */
export const zoom = sender({
  id: 'zoom',
  name: 'Zoom',
  docsUrl: 'https://developers.zoom.us/docs/api/webhooks/',
  marks: [
    [95, 'header:x-zm-signature'],
    [80, 'header:x-zm-trackingid'],
    [75, 'body:event=endpoint.url_validation'],
  ],
  describe: {
    event: 'body:event',
    resource: 'body:payload.object.topic | body:payload.object.id',
    delivery: 'header:x-zm-trackingid',
  },
  signature: {
    secretLabel: 'Secret token of the app',
    scheme: hmac({
      header: 'x-zm-signature',
      prefix: 'v0=',
      timestampHeader: 'x-zm-request-timestamp',
      signed: 'v0:{timestamp}:{body}',
      time: { unit: 's', toleranceS: 300 },
    }),
  },
  setup: {
    challenge: zoomAnswer,
  },
  delivery: {
    source: 'https://developers.zoom.us/blog/webhook-delays',
    timeoutMs: 3 * SECOND,
    schedule: waits(5 * MINUTE, 20 * MINUTE, 60 * MINUTE),
    accepted: ANY_2XX,
  },
  sample: {
    headers: { 'User-Agent': 'Zoom Marketplace/1.0a', 'x-zm-trackingid': 'v=2.0;clid=aw1' },
    body: {
      event: 'meeting.started',
      event_ts: 1768478400000,
      payload: { account_id: 'abc', object: { id: '1234567890', topic: 'My Meeting' } },
    },
  },
  samples: () => import('../samples/zoom.json', { with: { type: 'json' } }),
});
