import { decodedKey } from '../schemes/key.ts';
import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import { sender } from '../sender.ts';

/** supabase.com, auth hooks: Standard Webhooks, with `v1,` before the secret and several joined by a bar. */
export const supabase = sender({
  id: 'supabase',
  name: 'Supabase Auth',
  docsUrl: 'https://supabase.com/docs/guides/auth/auth-hooks',
  confidence: 'likely',
  marks: [
    [78, 'header:webhook-signature', 'body:user', 'body:email_data'],
    [78, 'header:webhook-signature', 'body:user', 'body:sms'],
  ],
  describe: {
    event: 'body:email_data.email_action_type | body:metadata.name | text:auth-hook',
    resource: 'body:user.email | body:user.phone | body:user.id',
    delivery: 'header:webhook-id',
  },
  signature: {
    secretLabel: 'Hook secret (v1,whsec_…)',
    scheme: standardWebhooks({
      key: {
        wants: '`v1,whsec_` and base64',
        keys: ({ value }) => {
          const keys = value.split('|').map((one) => decodedKey(one.replace(/^v1,/, '').replace(/^whsec_/, '')));
          return keys.every((key) => key !== null) ? keys.flat() : null;
        },
      },
    }),
  },
  sample: {
    body: { user: { id: 'u', email: 'a@example.com' }, email_data: { token: '305805', email_action_type: 'signup' } },
  },
});
