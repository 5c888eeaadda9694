import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import { sender } from '../sender.ts';

/** docs.lithic.com, events API. */
export const lithic = sender({
  id: 'lithic',
  name: 'Lithic',
  docsUrl: 'https://docs.lithic.com/docs/events-api',
  marks: [
    [76, 'header:webhook-id', 'body:event_type^=card.'],
    [76, 'header:webhook-id', 'body:event_type^=card_transaction.'],
    [76, 'header:webhook-id', 'body:event_type^=account_holder.'],
    [76, 'header:webhook-id', 'body:event_type^=dispute.'],
  ],
  describe: {
    event: 'body:event_type',
    resource: 'body:card_token | body:token',
    delivery: 'header:webhook-id',
  },
  signature: {
    secretLabel: 'Event subscription secret (whsec_…)',
    scheme: standardWebhooks(),
  },
  sample: {
    body: {
      token: 'b68b7424-aa69-4cbc-a946-30d90181b621',
      event_type: 'card.created',
      card_token: '3fa85f64-5717-4562-b3fc-2c963f66afa6',
    },
  },
});
