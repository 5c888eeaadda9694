import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** typeform.com/developers, secure your webhooks. */
export const typeform = sender({
  id: 'typeform',
  name: 'Typeform',
  docsUrl: 'https://www.typeform.com/developers/webhooks/secure-your-webhooks/',
  marks: [
    [95, 'header:Typeform-Signature'],
    [75, 'body:form_response', 'body:event_id'],
  ],
  describe: {
    event: 'body:event_type',
    resource: 'body:form_response.form_id + body:form_response.definition.title',
    delivery: 'body:event_id',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({ header: 'Typeform-Signature', prefix: 'sha256=', encoding: 'base64' }),
  },
  sample: {
    body: {
      event_id: 'LtWXD3crgy',
      event_type: 'form_response',
      form_response: { form_id: 'lT4Z3j', definition: { title: 'Lunch' } },
    },
  },
});
