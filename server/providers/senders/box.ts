import type { CapturedRequest } from '../../contract/request.ts';
import { wireBytes } from '../schemes/bytes.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developer.box.com, webhook signatures: two keys, either of which counts; times ahead of the clock are refused. */
/** Box's library also accepts a body in which all that is not ASCII is escaped. */
function escapedBody(request: CapturedRequest): Uint8Array {
  const text = Buffer.from(request.body).toString('utf8');
  return Buffer.from(
    text
      .replace(/[^\x00-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .replaceAll('/', '\\/'),
    'ascii',
  );
}

export const box = sender({
  id: 'box',
  name: 'Box',
  docsUrl: 'https://developer.box.com/guides/webhooks/v2/signatures-v2/',
  marks: [
    [95, 'header:BOX-DELIVERY-ID'],
    [90, 'header:BOX-SIGNATURE-PRIMARY'],
  ],
  describe: {
    event: 'body:trigger',
    resource: 'body:source.type + body:source.id + body:source.name',
    delivery: 'header:BOX-DELIVERY-ID',
  },
  signature: {
    secretLabel: 'Primary or secondary signature key',
    scheme: hmac({
      header: ['BOX-SIGNATURE-PRIMARY', 'BOX-SIGNATURE-SECONDARY'],
      timestampHeader: 'BOX-DELIVERY-TIMESTAMP',
      encoding: 'base64',
      signed: '{body}{timestamp}',
      variants: [
        {
          signed: (request, { timestamp }) => Buffer.concat([escapedBody(request), wireBytes(timestamp ?? '')]),
          note: 'It fits the body with \\u escapes, which Box’s own library tries too.',
        },
      ],
      time: { unit: 'iso', toleranceS: 600, aheadS: 0 },
    }),
  },
  sample: {
    headers: { 'BOX-DELIVERY-ID': 'f96bb54b-ee16-4fc5-aa65-8c2d9e5b546f' },
    body: {
      type: 'webhook_event',
      id: '1cf3a6c0',
      trigger: 'FILE.UPLOADED',
      source: { id: '73835521473', type: 'file', name: 'notes.txt' },
    },
  },
});
