import { HOUR, MINUTE, waits } from '../../contract/schedule.ts';
import { tokenIn } from '../schemes/token.ts';
import { sender } from '../sender.ts';

/** developers.figma.com, webhooks security: the passcode is repeated in the body. */
export const figma = sender({
  id: 'figma',
  name: 'Figma',
  docsUrl: 'https://developers.figma.com/docs/rest-api/webhooks-security/',
  marks: [[80, 'body:passcode', 'body:webhook_id', 'body:event_type']],
  describe: {
    event: 'body:event_type',
    resource: 'body:file_name | body:file_key',
    delivery: 'body:webhook_id + body:timestamp',
    retries: 'body:retries',
  },
  signature: {
    secretLabel: 'Passcode of the webhook',
    scheme: tokenIn({ from: 'body:passcode', where: 'passcode of the body' }),
  },
  delivery: {
    source: 'https://developers.figma.com/docs/rest-api/webhooks/',
    schedule: waits(5 * MINUTE, 30 * MINUTE, 3 * HOUR),
    accepted: [[200, 200]],
  },
  sample: {
    body: {
      event_type: 'FILE_UPDATE',
      file_key: 'zH7nPM9GfYTVcEUmI2P',
      file_name: 'My file',
      passcode: '',
      timestamp: '2026-01-15T12:00:00Z',
      webhook_id: '22',
    },
  },
  samples: () => import('../samples/figma.json', { with: { type: 'json' } }),
});
