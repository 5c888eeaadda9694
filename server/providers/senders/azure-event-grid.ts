import { jsonAnswer } from '../challenges.ts';
import { bodyText } from '../reading/source.ts';
import { viewOf } from '../reading/view.ts';
import { sharedSecret } from '../schemes/shared-secret.ts';
import { UNPROTECTED } from '../schemes/token.ts';
import { sender } from '../sender.ts';

/** learn.microsoft.com, Event Grid: a key in the address or a token of Entra ID; nothing of the body is signed. */
export const azureEventGrid = sender({
  id: 'azure-event-grid',
  name: 'Azure Event Grid',
  docsUrl: 'https://learn.microsoft.com/azure/event-grid/security-authentication',
  confidence: 'likely',
  marks: [
    [95, 'header:aeg-event-type'],
    [78, 'body:0.eventType', 'body:0.topic', 'body:0.subject'],
  ],
  describe: {
    event: 'body:0.eventType | body:0.type | body:type',
    resource: 'body:0.subject | body:subject',
    delivery: 'body:0.id | body:id',
    retries: 'header:aeg-delivery-count',
  },
  signature: {
    secretLabel: 'Key in the address, or “Header-Name: value”',
    scheme: sharedSecret({ provider: 'Azure Event Grid', note: UNPROTECTED }),
  },
  setup: {
    challenge: (request) => {
      if (viewOf(request).header('aeg-event-type') !== 'SubscriptionValidation') return null;
      const validationResponse = bodyText(request, '0.data.validationCode');
      return validationResponse === undefined
        ? null
        : jsonAnswer({ validationResponse }, 'Echoed Event Grid’s validation code.');
    },
  },
  sample: {
    headers: { 'aeg-event-type': 'Notification', 'aeg-delivery-count': '0' },
    body: [
      {
        id: '2d1781af-3a4c-4d7c-bd0c-e34b19da4e66',
        topic: '/subscriptions/x',
        subject: 'mySubject',
        eventType: 'Microsoft.Storage.BlobCreated',
        data: {},
      },
    ],
  },
});
