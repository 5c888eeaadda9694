import { plainBody } from '../reading/plain-body.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** getstream.io, webhooks: the uncompressed body is signed, and may be sent as gzip. */
export const getstream = sender({
  id: 'getstream',
  name: 'Stream',
  docsUrl: 'https://getstream.io/chat/docs/node/webhooks_overview/',
  marks: [
    [88, 'header:X-Api-Key', 'header:X-Webhook-Id'],
    [80, 'header:X-Api-Key', 'header:X-Signature'],
  ],
  describe: {
    event: 'body:type',
    resource: 'body:cid | body:channel_id | body:call_cid',
    delivery: 'header:X-Webhook-Id',
    attempt: 'header:X-Webhook-Attempt',
  },
  signature: {
    secretLabel: 'API secret',
    extras: [{ name: 'apiKey', label: 'API key' }],
    scheme: hmac({
      header: 'X-Signature',
      name: 'HMAC-SHA256 of {body, uncompressed}, hex',
      signed: (request) => plainBody(request),
      keyId: { header: 'X-Api-Key', extra: ['apiKey', 'key'] },
    }),
  },
  sample: {
    headers: { 'X-Webhook-Id': 'bc2c', 'X-Webhook-Attempt': '1', 'X-Api-Key': 'STREAM_KEY' },
    body: { type: 'message.new', cid: 'messaging:fun' },
  },
});
