import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** circleci.com, outbound webhooks: other versions than v1 are to be ignored. */
export const circleci = sender({
  id: 'circleci',
  name: 'CircleCI',
  docsUrl: 'https://circleci.com/docs/outbound-webhooks/',
  marks: [
    [95, 'header:circleci-event-type'],
    [90, 'header:circleci-signature'],
    [85, 'ua:CircleCI-Webhook/'],
  ],
  describe: {
    event: 'header:circleci-event-type | body:type',
    resource: 'body:project.slug | body:project.name',
    delivery: 'body:id',
  },
  signature: {
    secretLabel: 'Secret token',
    scheme: hmac({ header: 'circleci-signature', prefix: 'v1=', separator: ',' }),
  },
  sample: {
    headers: { 'User-Agent': 'CircleCI-Webhook/1.0', 'circleci-event-type': 'workflow-completed' },
    body: {
      type: 'workflow-completed',
      id: '3888f21b-eaa7-38e3-8f3d-75a63bba8895',
      project: { name: 'webhook-service', slug: 'github/circleci/webhook-service' },
    },
  },
});
