import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developers.acuityscheduling.com, webhooks: a form, signed with the API key. */
export const acuity = sender({
  id: 'acuity',
  name: 'Acuity Scheduling',
  docsUrl: 'https://developers.acuityscheduling.com/docs/webhooks',
  confidence: 'likely',
  marks: [
    [95, 'header:X-Acuity-Signature'],
    [60, 'form:action', 'form:calendarID'],
  ],
  describe: {
    event: 'form:action',
    resource: 'form:id',
    delivery: 'form:id',
    group: 'form:action + form:id',
  },
  signature: {
    secretLabel: 'API key',
    scheme: hmac({ header: 'X-Acuity-Signature', encoding: 'base64' }),
  },
  sample: { body: 'action=appointment.scheduled&id=12345&calendarID=1&appointmentTypeID=1' },
});
