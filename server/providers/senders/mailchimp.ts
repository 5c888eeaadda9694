import { sharedSecret } from '../schemes/shared-secret.ts';
import { UNPROTECTED } from '../schemes/token.ts';
import { sender } from '../sender.ts';

/** mailchimp.com, sync audience data with webhooks: only a secret in the address. */
export const mailchimp = sender({
  id: 'mailchimp',
  name: 'Mailchimp',
  docsUrl: 'https://mailchimp.com/developer/marketing/guides/sync-audience-data-webhooks/',
  confidence: 'likely',
  marks: [[82, 'form:type', 'form:data[list_id]']],
  describe: {
    event: 'form:type',
    resource: 'form:data[email] | form:data[new_email]',
    group: 'form:type + form:fired_at + form:data[id]',
  },
  signature: {
    secretLabel: 'Secret in the webhook’s address',
    scheme: sharedSecret({ provider: 'Mailchimp', note: UNPROTECTED }),
  },
  sample: {
    body: 'type=subscribe&fired_at=2026-01-15+12%3A00%3A00&data%5Bid%5D=8a25ff1d98&data%5Blist_id%5D=a6b5da1054&data%5Bemail%5D=api%40mailchimp.com',
  },
});
