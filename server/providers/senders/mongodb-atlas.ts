import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** mongodb.com, Atlas alert webhooks. */
export const mongodbAtlas = sender({
  id: 'mongodb-atlas',
  name: 'MongoDB Atlas',
  docsUrl: 'https://www.mongodb.com/docs/atlas/tutorial/third-party-service-integrations/',
  confidence: 'likely',
  marks: [
    [95, 'header:X-MMS-Event'],
    [95, 'header:X-MMS-Signature'],
  ],
  describe: {
    event: 'header:X-MMS-Event + body:eventTypeName | body:eventTypeName',
    resource: 'body:clusterName | body:groupId',
    delivery: 'body:id',
    group: 'body:id + body:status',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({ header: 'X-MMS-Signature', algorithm: 'sha1', encoding: 'base64' }),
  },
  sample: {
    headers: { 'X-MMS-Event': 'alert.open' },
    body: { id: '5d1f', eventTypeName: 'OUTSIDE_METRIC_THRESHOLD', status: 'OPEN', clusterName: 'Cluster0' },
  },
});
