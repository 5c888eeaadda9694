import { smartcarAnswer } from '../challenges.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** smartcar.com, webhooks. */
export const smartcar = sender({
  id: 'smartcar',
  name: 'Smartcar',
  docsUrl: 'https://smartcar.com/docs/integrations/webhooks/overview',
  marks: [
    [95, 'header:SC-Signature'],
    [65, 'body:eventName', 'body:webhookId'],
  ],
  describe: {
    event: 'body:eventName | body:eventType',
    resource: 'body:payload.vehicles.0.vehicleId | body:data.vehicle.id',
    delivery: 'body:eventId | body:payload.eventId | body:webhookId',
  },
  signature: {
    secretLabel: 'Application management token',
    scheme: hmac({ header: 'SC-Signature' }),
  },
  setup: {
    challenge: smartcarAnswer,
  },
  sample: {
    body: { eventName: 'schedule', version: '2.0', webhookId: 'uuid', payload: { vehicles: [{ vehicleId: 'v1' }] } },
  },
});
