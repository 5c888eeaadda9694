import { hmac } from '../schemes/hmac.ts';
import { rewrittenKey } from '../schemes/key.ts';
import { sender } from '../sender.ts';

/** ably.com, webhooks security: the key is what stands after the colon of the API key. Only batched webhooks are signed. */
const secretPart = rewrittenKey((value) =>
  /^[\w-]+\.[\w-]+:/.test(value) ? value.slice(value.indexOf(':') + 1) : value,
);

export const ably = sender({
  id: 'ably',
  name: 'Ably',
  docsUrl: 'https://ably.com/docs/platform/integrations/webhooks#security',
  marks: [
    [95, 'header:X-Ably-Signature'],
    [90, 'header:X-Ably-Version'],
    [90, 'header:X-Ably-Envelope-AppId'],
  ],
  describe: {
    event: 'body:items.0.source | body:items.0.name | header:x-ably-envelope-source',
    resource: 'body:items.0.data.channelId | header:x-ably-envelope-channel',
    delivery: 'body:items.0.webhookId + body:items.0.serial',
  },
  signature: {
    secretLabel: 'API key (appId.keyName:secret) or its secret part',
    extras: [{ name: 'keyName', label: 'Name of the key (appId.keyName)' }],
    scheme: hmac({
      header: 'X-Ably-Signature',
      encoding: 'base64',
      key: secretPart,
      keyId: { header: 'X-Ably-Key', extra: ['keyName', 'keyId', 'apiKey', 'ablyKey'] },
    }),
  },
  sample: {
    headers: { 'x-ably-version': '1.2', 'X-Ably-Key': 'appId.keyName' },
    body: {
      items: [
        {
          webhookId: 'w',
          source: 'channel.message',
          serial: 's',
          name: 'channel.message',
          data: { channelId: 'news' },
        },
      ],
    },
  },
});
