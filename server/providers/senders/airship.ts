import { plainBody } from '../reading/plain-body.ts';
import { wireBytes } from '../schemes/bytes.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** support.airship.com, open channels: the JSON is signed before it is compressed; a GET at set-up signs an empty body. */
export const airship = sender({
  id: 'airship',
  name: 'Airship',
  docsUrl: 'https://docs.airship.com/guides/messaging/user-guide/channels/open-channels/',
  marks: [
    [95, 'header:X-UA-SIGNATURE'],
    [75, 'header:Content-Type^=application/vnd.urbanairship'],
  ],
  describe: {
    event: 'text:send',
    resource: 'body:0.device_types.0',
  },
  signature: {
    secretLabel: 'Signature secret of the open platform',
    scheme: hmac({
      header: 'X-UA-SIGNATURE',
      timestampHeader: 'X-UA-TIMESTAMP',
      name: 'HMAC-SHA256 of {timestamp}:{body, uncompressed}, hex',
      signed: (request, { timestamp }) => Buffer.concat([wireBytes(`${timestamp}:`), plainBody(request)]),
      time: { unit: 's-or-ms', toleranceS: null },
    }),
  },
  sample: {
    headers: { 'Content-Type': 'application/vnd.urbanairship+json; version=3;' },
    body: [{ audience: { open_channel: 'c' }, device_types: ['open::sms'], notification: { alert: 'Hi' } }],
  },
});
