import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developer.zendesk.com, verifying webhooks: the secret looks like base64 and is used as text. */
export const zendesk = sender({
  id: 'zendesk',
  name: 'Zendesk',
  docsUrl: 'https://developer.zendesk.com/documentation/webhooks/verifying/',
  marks: [
    [95, 'header:X-Zendesk-Webhook-Id'],
    [95, 'header:X-Zendesk-Webhook-Signature'],
  ],
  describe: {
    event: 'body:type',
    resource: 'body:detail.id + body:detail.subject | body:subject',
    delivery: 'header:X-Zendesk-Webhook-Invocation-Id',
  },
  signature: {
    secretLabel: 'Signing secret of the webhook',
    scheme: hmac({
      header: 'X-Zendesk-Webhook-Signature',
      encoding: 'base64',
      timestampHeader: 'X-Zendesk-Webhook-Signature-Timestamp',
      signed: '{timestamp}{body}',
      time: { unit: 'iso', toleranceS: null },
    }),
  },
  sample: {
    headers: { 'X-Zendesk-Webhook-Id': '01F1KRFQ6BG29CNWFR60NK5FNY', 'X-Zendesk-Webhook-Invocation-Id': '8350205582' },
    body: { account_id: 12514403, detail: { id: '35436', subject: 'Help' }, type: 'zen:event-type:ticket.created' },
  },
});
