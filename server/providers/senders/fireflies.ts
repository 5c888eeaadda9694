import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** docs.fireflies.ai, webhooks. */
export const fireflies = sender({
  id: 'fireflies',
  name: 'Fireflies',
  docsUrl: 'https://docs.fireflies.ai/graphql-api/webhooks',
  confidence: 'likely',
  marks: [
    [82, 'header:X-Hub-Signature^=sha256=', 'body:meetingId'],
    [68, 'body:meetingId', 'body:eventType'],
  ],
  describe: {
    event: 'body:eventType',
    resource: 'body:meetingId',
    delivery: 'body:meetingId',
    group: 'body:eventType + body:meetingId',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({ header: 'X-Hub-Signature', prefix: 'sha256=' }),
  },
  sample: { body: { meetingId: 'ASxwZxCstx', eventType: 'Transcription completed' } },
});
