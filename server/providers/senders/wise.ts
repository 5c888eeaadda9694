import { headerWrapper } from '../schemes/header-wrapper.ts';
import { rsa } from '../schemes/public-key-scheme.ts';
import { sender } from '../sender.ts';

/** docs.wise.com, event handling: RSA-SHA256 of the body; test and live keys differ. */
export const wise = sender({
  id: 'wise',
  name: 'Wise',
  docsUrl: 'https://docs.wise.com/guides/developer/webhooks/event-handling',
  confidence: 'likely',
  marks: [
    [95, 'header:X-Signature-SHA256'],
    [90, 'header:X-Delivery-Id', 'header:X-Test-Notification'],
  ],
  describe: {
    event: 'body:event_type',
    resource: 'body:data.resource.type + body:data.resource.id',
    delivery: 'header:X-Delivery-Id',
  },
  signature: {
    secretLabel: 'Wise’s public key (PEM)',
    scheme: rsa({
      name: 'RSA-SHA256 of {body}, base64',
      wrapper: headerWrapper({ header: 'X-Signature-SHA256' }),
      signed: '{body}',
      encoding: 'base64',
      hash: 'sha256',
    }),
  },
  sample: {
    headers: { 'X-Delivery-Id': 'd', 'X-Test-Notification': 'false' },
    body: {
      data: { resource: { id: 1, type: 'transfer' }, current_state: 'processing' },
      event_type: 'transfers#state-change',
      schema_version: '2.0.0',
    },
  },
});
