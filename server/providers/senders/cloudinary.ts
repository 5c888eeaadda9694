import { viewOf } from '../reading/view.ts';
import { digest } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** cloudinary.com, notifications: a plain hash of body, time and API secret, SHA-1 or SHA-256. */
const rule = {
  header: 'X-Cld-Signature',
  timestampHeader: 'X-Cld-Timestamp',
  secretAt: 'end',
  signed: '{body}{timestamp}',
  time: { unit: 's', toleranceS: 7200 },
} as const;
const sha1 = digest({ ...rule, algorithm: 'sha1' });
const sha256 = digest(rule);

export const cloudinary = sender({
  id: 'cloudinary',
  name: 'Cloudinary',
  docsUrl: 'https://cloudinary.com/documentation/notification_signatures',
  marks: [
    [95, 'header:X-Cld-Signature'],
    [70, 'body:notification_type', 'body:request_id'],
  ],
  describe: {
    event: 'body:notification_type',
    resource: 'body:resource_type + body:public_id | body:public_id',
    delivery: 'body:request_id',
  },
  signature: {
    secretLabel: 'API secret',
    scheme: {
      ...sha1,
      check: (request, credential, nowMs) => {
        const isLong = (viewOf(request).header('x-cld-signature')?.length ?? 0) >= 64;
        return (isLong ? sha256 : sha1).check(request, credential, nowMs);
      },
    },
  },
  sample: { body: { notification_type: 'upload', request_id: '7f1a3c', public_id: 'cat', resource_type: 'image' } },
});
