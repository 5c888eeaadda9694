import { ANY_2XX, SECOND, waits } from '../../../contract/schedule.ts';
import type { Provider } from '../../provider.ts';
import { type Mark, recogniser } from '../../reading/marks.ts';
import { viewOf } from '../../reading/view.ts';
import { samplesOf } from '../../sender.ts';
import { describeContentstack } from './describe.ts';
import { contentstackSample } from './sample.ts';
import { contentstackScheme } from './signature.ts';

const marks: readonly Mark[] = [
  [100, 'header:X-Contentstack-Request-Signature'],
  [100, 'header:X-Contentstack-Hmac-Signature'],
  [95, 'header:X-Contentstack-Signature'],
  [90, 'header:User-Agent=Contentstack'],
  [60, 'body:module', 'body:api_key', 'body:event', 'body:data'],
];
const score = recogniser(marks);

/** Contentstack, by its own documents and logs: contentstack.com/docs, webhook data format and secure-your-webhooks. */
export const contentstack: Provider = {
  id: 'contentstack',
  name: 'Contentstack',
  docsUrl: 'https://www.contentstack.com/docs/headless-cms/secure-your-webhooks',
  confidence: 'confirmed',
  marks,
  recognise: (request) => score(viewOf(request)),
  describe: describeContentstack,
  signature: {
    ...contentstackScheme,
    secretLabel: 'Public key of your region (the signing-key PEM) or the organisation’s HMAC secret',
  },
  delivery: {
    source: 'https://www.contentstack.com/docs/headless-cms/webhook-retry-policy',
    timeoutMs: 30 * SECOND,
    schedule: waits(5 * SECOND, 25 * SECOND, 125 * SECOND, 625 * SECOND),
    accepted: ANY_2XX,
  },
  samples: samplesOf(contentstackSample, () => import('../../samples/contentstack.json', { with: { type: 'json' } })),
};
