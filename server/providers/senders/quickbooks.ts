import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developer.intuit.com, webhooks. */
export const quickbooks = sender({
  id: 'quickbooks',
  name: 'QuickBooks Online',
  docsUrl: 'https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks',
  marks: [
    [95, 'header:intuit-signature'],
    [80, 'body:eventNotifications.0.realmId'],
  ],
  describe: {
    event:
      'body:eventNotifications.0.dataChangeEvent.entities.0.name + body:eventNotifications.0.dataChangeEvent.entities.0.operation | body:type | body:0.type',
    resource:
      'body:eventNotifications.0.dataChangeEvent.entities.0.name + body:eventNotifications.0.dataChangeEvent.entities.0.id | body:0.intuitentityid',
    delivery: 'header:intuit-t-id | body:id | body:0.id',
  },
  signature: {
    secretLabel: 'Verifier token',
    scheme: hmac({ header: 'intuit-signature', encoding: 'base64' }),
  },
  sample: {
    headers: { 'intuit-t-id': '1-69', 'User-Agent': 'intuit_notification_server/1.0' },
    body: {
      eventNotifications: [
        { realmId: '1185883450', dataChangeEvent: { entities: [{ name: 'Customer', id: '1', operation: 'Create' }] } },
      ],
    },
  },
});
