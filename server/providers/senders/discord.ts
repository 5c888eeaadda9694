import { MINUTE, SECOND, within } from '../../contract/schedule.ts';
import { jsonAnswer, statusAnswer } from '../challenges.ts';
import { bodyText } from '../reading/source.ts';
import { viewOf } from '../reading/view.ts';
import { headerWrapper } from '../schemes/header-wrapper.ts';
import { ed25519 } from '../schemes/public-key-scheme.ts';
import { sender } from '../sender.ts';

/** discord.com/developers, interactions and webhook events: Ed25519 with the application's public key. */
export const discord = sender({
  id: 'discord',
  name: 'Discord',
  docsUrl: 'https://discord.com/developers/docs/interactions/receiving-and-responding#security-and-authorization',
  marks: [
    [95, 'header:X-Signature-Ed25519'],
    [70, 'ua:Discord-'],
  ],
  describe: {
    event: 'body:event.type | body:data.name | body:type',
    resource: 'body:channel_id | body:application_id',
    delivery: 'body:id',
  },
  signature: {
    secretLabel: 'Public key of the application (hex)',
    scheme: ed25519({
      name: 'Ed25519 of {timestamp}{body}, hex',
      wrapper: headerWrapper({ header: 'X-Signature-Ed25519', timestampHeader: 'X-Signature-Timestamp' }),
      signed: '{timestamp}{body}',
      encoding: 'hex',
      time: { unit: 's', toleranceS: null },
    }),
  },
  setup: {
    challenge: (request) => {
      const type = bodyText(request, 'type');
      if (request.method !== 'POST' || viewOf(request).header('x-signature-ed25519') === undefined) return null;
      if (type === '1') return jsonAnswer({ type: 1 }, 'Answered Discord’s PING with a PONG.');
      return type === '0' ? statusAnswer(204, 'Answered Discord’s webhook-event PING with 204.') : null;
    },
  },
  // Several times within ten minutes.
  delivery: {
    source: 'https://docs.discord.com/developers/events/webhook-events',
    timeoutMs: 3 * SECOND,
    schedule: within({ forMs: 10 * MINUTE }),
  },
  sample: {
    headers: { 'User-Agent': 'Discord-Interactions/1.0 (+https://discord.com)' },
    body: { id: '787053080478613555', application_id: '845027738276462632', type: 2, data: { name: 'ping' } },
  },
  samples: () => import('../samples/discord.json', { with: { type: 'json' } }),
});
