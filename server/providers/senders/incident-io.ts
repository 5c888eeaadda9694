import { SVIX_HEADERS, standardWebhooks, WEBHOOK_HEADERS } from '../schemes/standard-webhooks.ts';
import { sender } from '../sender.ts';

/** docs.incident.io, webhooks: Svix. */
export const incidentIo = sender({
  id: 'incident-io',
  name: 'incident.io',
  docsUrl: 'https://docs.incident.io/integrations/webhooks',
  confidence: 'likely',
  marks: [
    [80, 'body:event_type^=public_incident.'],
    [80, 'body:event_type^=private_incident.'],
    [78, 'header:webhook-signature', 'body:event_type^=public_alert.'],
  ],
  describe: {
    event: 'body:event_type',
    delivery: 'header:webhook-id | header:svix-id',
  },
  signature: {
    secretLabel: 'Signing secret (whsec_…)',
    scheme: standardWebhooks({ headers: [WEBHOOK_HEADERS, SVIX_HEADERS] }),
  },
  sample: {
    body: {
      event_type: 'public_incident.incident_created_v2',
      'public_incident.incident_created_v2': { id: '01FDAG4SAP5TYPT98WGR2N7W91', name: 'Our database is sad' },
    },
  },
});
