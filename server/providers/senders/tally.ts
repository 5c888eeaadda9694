import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** tally.so, webhooks. */
export const tally = sender({
  id: 'tally',
  name: 'Tally',
  docsUrl: 'https://tally.so/help/webhooks',
  confidence: 'likely',
  marks: [[95, 'header:Tally-Signature']],
  describe: {
    event: 'body:eventType',
    resource: 'body:data.formName | body:data.formId',
    delivery: 'body:eventId',
  },
  signature: {
    secretLabel: 'Signing secret',
    scheme: hmac({ header: 'Tally-Signature', encoding: 'base64' }),
  },
  sample: {
    body: {
      eventId: 'a',
      eventType: 'FORM_RESPONSE',
      createdAt: '2026-01-15T12:00:00.000Z',
      data: { formId: 'wZr', formName: 'Survey' },
    },
  },
});
