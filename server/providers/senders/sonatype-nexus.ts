import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** help.sonatype.com, HMAC payloads. The sample in the documentation prints the JSON anew before it signs. */
export const sonatypeNexus = sender({
  id: 'sonatype-nexus',
  name: 'Sonatype Nexus',
  docsUrl: 'https://help.sonatype.com/en/working-with-hmac-payloads.html',
  confidence: 'likely',
  marks: [
    [95, 'header:X-Nexus-Webhook-Id'],
    [90, 'header:X-Nexus-Webhook-Signature'],
  ],
  describe: {
    event: 'header:X-Nexus-Webhook-Id + body:action',
    resource: 'body:repositoryName + body:component.name | body:repositoryName',
    delivery: 'header:X-Nexus-Webhook-Delivery',
  },
  signature: {
    secretLabel: 'Secret key',
    scheme: hmac({ header: 'X-Nexus-Webhook-Signature', algorithm: 'sha1' }),
  },
  sample: {
    headers: { 'X-Nexus-Webhook-Id': 'rm:repository:component', 'X-Nexus-Webhook-Delivery': '9dfd7a1c' },
    body: {
      timestamp: '2026-01-15T12:00:00.000+00:00',
      nodeId: 'n',
      repositoryName: 'maven-releases',
      action: 'CREATED',
    },
  },
});
