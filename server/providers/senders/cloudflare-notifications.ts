import { token } from '../schemes/token.ts';
import { sender } from '../sender.ts';

/** developers.cloudflare.com, notifications: the secret stands in a header. */
export const cloudflareNotifications = sender({
  id: 'cloudflare-notifications',
  name: 'Cloudflare Notifications',
  docsUrl: 'https://developers.cloudflare.com/notifications/get-started/configure-webhooks/',
  confidence: 'likely',
  marks: [
    [95, 'header:cf-webhook-auth'],
    [65, 'body:alert_type', 'body:account_id'],
  ],
  describe: {
    event: 'body:alert_type | body:alert_event',
    resource: 'body:name | body:account_id',
  },
  signature: {
    secretLabel: 'Secret of the webhook',
    scheme: token({ header: 'cf-webhook-auth' }),
  },
  sample: { body: { name: 'My notification', text: 'Hello World!', alert_type: 'dos_attack_l7', account_id: 'a1' } },
});
