import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** plain.com, request signing: the window is judged by the time of the attempt inside the body. */
export const plain = sender({
  id: 'plain',
  name: 'Plain',
  docsUrl: 'https://www.plain.com/docs/api-reference/request-signing',
  marks: [
    [95, 'header:Plain-Request-Signature'],
    [90, 'header:Plain-Event-Type'],
  ],
  describe: {
    event: 'header:Plain-Event-Type | body:type',
    resource: 'body:payload.thread.id | body:payload.customer.id',
    delivery: 'body:id',
  },
  signature: {
    secretLabel: 'HMAC secret of the workspace',
    scheme: hmac({
      header: 'Plain-Request-Signature',
      time: { unit: 'iso', toleranceS: 300, from: 'body:webhookMetadata.webhookDeliveryAttemptTimestamp' },
    }),
  },
  sample: (nowMs) => ({
    headers: { 'Plain-Event-Type': 'thread.thread_created', 'Plain-Workspace-Id': 'w_01' },
    body: {
      timestamp: '2026-01-15T12:00:00.000Z',
      workspaceId: 'w_01',
      id: 'pEv_1',
      type: 'thread.thread_created',
      payload: { thread: { id: 'th_1' } },
      webhookMetadata: { webhookDeliveryAttemptTimestamp: new Date(nowMs).toISOString() },
    },
  }),
});
