import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import { sender } from '../sender.ts';

/** liveblocks.io, webhooks. */
export const liveblocks = sender({
  id: 'liveblocks',
  name: 'Liveblocks',
  docsUrl: 'https://liveblocks.io/docs/platform/webhooks',
  marks: [
    [78, 'header:webhook-id', 'body:data.roomId'],
    [76, 'header:webhook-id', 'body:data.projectId', 'body:type'],
  ],
  describe: {
    event: 'body:type',
    resource: 'body:data.roomId',
    delivery: 'header:webhook-id',
  },
  signature: {
    secretLabel: 'Signing secret (whsec_…)',
    scheme: standardWebhooks(),
  },
  sample: {
    body: { type: 'commentCreated', data: { projectId: 'my-project-id', roomId: 'my-room-id', threadId: 'th_abc' } },
  },
});
