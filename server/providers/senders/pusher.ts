import { ANY_2XX, MINUTE, SECOND, within } from '../../contract/schedule.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** pusher.com, Channels webhooks: X-Pusher-Key names the app's key. */
export const pusher = sender({
  id: 'pusher',
  name: 'Pusher Channels',
  docsUrl: 'https://pusher.com/docs/channels/server_api/webhooks/',
  marks: [
    [95, 'header:X-Pusher-Key'],
    [95, 'header:X-Pusher-Signature'],
  ],
  describe: {
    event: 'body:events.0.name',
    resource: 'body:events.0.channel',
    delivery: 'body:time_ms',
  },
  signature: {
    secretLabel: 'App secret',
    extras: [{ name: 'pusherKey', label: 'App key' }],
    scheme: hmac({
      header: 'X-Pusher-Signature',
      keyId: { header: 'X-Pusher-Key', extra: ['pusherKey', 'appKey', 'key'] },
    }),
  },
  delivery: {
    source: 'https://docs.bird.com/pusher/channels/channels/webhooks/channels-webhook-timeouts-and-retries',
    timeoutMs: 4 * SECOND,
    schedule: within({ forMs: 5 * MINUTE }),
    accepted: ANY_2XX,
  },
  sample: {
    headers: { 'User-Agent': 'pusher-webhooks' },
    body: { time_ms: 1768478400000, events: [{ name: 'channel_occupied', channel: 'my-channel' }] },
  },
  samples: () => import('../samples/pusher.json', { with: { type: 'json' } }),
});
