import { jsonAnswer } from '../challenges.ts';
import { viewOf } from '../reading/view.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developers.smartsheet.com, webhook callbacks and webhook verification: a challenge to echo in a header or in the body. */
export const smartsheet = sender({
  id: 'smartsheet',
  name: 'Smartsheet',
  docsUrl: 'https://developers.smartsheet.com/api/smartsheet/guides/webhooks/webhook-callbacks',
  confidence: 'likely',
  marks: [
    [95, 'header:Smartsheet-Hmac-SHA256'],
    [92, 'header:Smartsheet-Hook-Challenge'],
    [76, 'body:webhookId', 'body:scope', 'body:scopeObjectId', 'body:nonce'],
  ],
  describe: {
    event: 'body:events.0.objectType + body:events.0.eventType | body:newWebhookStatus',
    resource: 'body:scope + body:scopeObjectId',
    delivery: 'body:nonce',
  },
  signature: {
    secretLabel: 'sharedSecret of the webhook',
    scheme: hmac({ header: 'Smartsheet-Hmac-SHA256' }),
  },
  setup: {
    challenge: (request) => {
      const challenge = viewOf(request).header('smartsheet-hook-challenge');
      if (request.method !== 'POST' || challenge === undefined || /[^\x21-\x7e]/.test(challenge)) return null;
      const answer = jsonAnswer({ smartsheetHookResponse: challenge }, 'Echoed Smartsheet’s challenge.');
      return { ...answer, headers: [...answer.headers, ['Smartsheet-Hook-Response', challenge]] };
    },
  },
  sample: {
    body: {
      nonce: '4b2ed20d-6f00-4b0c-8fac-082182aa9aac',
      timestamp: '2026-01-15T12:00:00.000+00:00',
      webhookId: 4503604829677444,
      scope: 'sheet',
      scopeObjectId: 5111621270955908,
      events: [{ objectType: 'row', eventType: 'created', id: 6469520580011908, userId: 2222222222222222 }],
    },
  },
});
