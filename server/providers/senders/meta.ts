import { HOUR, within } from '../../contract/schedule.ts';
import { hubChallenge, textAnswer } from '../challenges.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developers.facebook.com, webhooks of Facebook, Messenger, Instagram and WhatsApp: the body as sent, with its \u escapes. */
export const meta = sender({
  id: 'meta',
  name: 'Meta (Facebook, Instagram, WhatsApp)',
  docsUrl: 'https://developers.facebook.com/docs/graph-api/webhooks/getting-started',
  marks: [
    [88, 'header:X-Hub-Signature-256', '!header:X-GitHub-Event', 'body:object', 'body:entry'],
    [86, 'query:hub.mode', 'query:hub.challenge~digits', '!query:hub.topic'],
    [78, 'body:object=whatsapp_business_account'],
    [76, 'body:object', 'body:entry.0.changes'],
    [76, 'body:object', 'body:entry.0.messaging'],
    [72, 'ua:facebookexternalua'],
  ],
  describe: {
    event: 'body:object + body:entry.0.changes.0.field | body:object',
    resource: 'body:object + body:entry.0.id',
    delivery: 'body:entry.0.changes.0.value.messages.0.id | body:entry.0.messaging.0.message.mid',
    group:
      'body:entry.0.changes.0.value.messages.0.id | body:entry.0.messaging.0.message.mid | body:entry.0.id + body:entry.0.time + body:entry.0.changes.0.field',
  },
  signature: {
    secretLabel: 'App secret',
    extras: [{ name: 'verifyToken', label: 'Verify token' }],
    scheme: hmac({ header: 'X-Hub-Signature-256', prefix: 'sha256=' }),
  },
  setup: {
    challenge: hubChallenge('Meta', textAnswer),
  },
  delivery: {
    source: 'https://developers.facebook.com/docs/graph-api/webhooks/getting-started',
    schedule: within({ forMs: 36 * HOUR }),
  },
  sample: {
    body: {
      object: 'whatsapp_business_account',
      entry: [
        {
          id: '8856996819413533',
          changes: [
            {
              field: 'messages',
              value: { messaging_product: 'whatsapp', messages: [{ id: 'wamid.HBgL', type: 'text' }] },
            },
          ],
        },
      ],
    },
  },
  samples: () => import('../samples/meta.json', { with: { type: 'json' } }),
});
