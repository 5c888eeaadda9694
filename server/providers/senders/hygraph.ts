import { createHmac } from 'node:crypto';
import type { CapturedRequest } from '../../contract/request.ts';
import { viewOf } from '../reading/view.ts';
import { hmacIn } from '../schemes/hmac.ts';
import { pairsWrapper, readPairs } from '../schemes/pairs.ts';
import { sender } from '../sender.ts';

/** hygraph.com, webhooks: a JSON of body, environment and time is signed, not the body itself. */
const environmentOf = (request: CapturedRequest): string =>
  readPairs(viewOf(request).header('gcms-signature') ?? '', ',').find(([name]) => name === 'env')?.[1] ?? 'master';

const envelope = (request: CapturedRequest, timestamp: string | null): Uint8Array => {
  const Body = Buffer.from(request.body).toString('utf8');
  return Buffer.from(
    JSON.stringify({ Body, EnvironmentName: environmentOf(request), TimeStamp: Number(timestamp) }),
    'utf8',
  );
};

const scheme = hmacIn(pairsWrapper({ header: 'gcms-signature', signatureName: 'sign' }), {
  name: 'HMAC-SHA256 of {"Body":…,"EnvironmentName":…,"TimeStamp":…}, base64',
  signed: (request, { timestamp }) => envelope(request, timestamp),
  encoding: 'base64',
  time: { unit: 'ms', toleranceS: null },
});

export const hygraph = sender({
  id: 'hygraph',
  name: 'Hygraph',
  docsUrl: 'https://hygraph.com/docs/api-reference/basics/webhooks',
  marks: [[95, 'header:gcms-signature']],
  describe: {
    event: 'body:operation',
    resource: 'body:data.__typename + body:data.id',
  },
  signature: {
    secretLabel: 'Secret key of the webhook (32 characters)',
    scheme: {
      ...scheme,
      sign: (request, credential, nowMs) => {
        const mac = createHmac('sha256', credential.value)
          .update(envelope(request, String(nowMs)))
          .digest('base64');
        return { headers: [['gcms-signature', `sign=${mac}, env=${environmentOf(request)}, t=${nowMs}`]] };
      },
    },
  },
  sample: {
    body: {
      operation: 'publish',
      data: { __typename: 'Product', id: 'ckdu44mn40gxh010405uwgbtw', stage: 'PUBLISHED' },
    },
  },
});
