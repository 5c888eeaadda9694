import { SECOND, waits } from '../../../contract/schedule.ts';
import type { Provider } from '../../provider.ts';
import { type Mark, recogniser } from '../../reading/marks.ts';
import { viewOf } from '../../reading/view.ts';
import { samplesOf } from '../../sender.ts';
import { describeContentful } from './describe.ts';
import { contentfulSample } from './sample.ts';
import { contentfulScheme } from './signature.ts';

const marks: readonly Mark[] = [
  [100, 'header:X-Contentful-Topic'],
  [90, 'header:X-Contentful-Signature'],
  [90, 'header:X-Contentful-Webhook-Name'],
  [50, 'header:Content-Type^=application/vnd.contentful.management'],
];
const score = recogniser(marks);

/** Contentful; the signed string is the one of @contentful/node-apps-toolkit. */
export const contentful: Provider = {
  id: 'contentful',
  name: 'Contentful',
  docsUrl: 'https://contentful.com/developers/docs/extensibility/webhooks/request-verification',
  confidence: 'confirmed',
  marks,
  recognise: (request) => score(viewOf(request)),
  describe: describeContentful,
  signature: { ...contentfulScheme, secretLabel: 'Signing secret of the space (64 characters)' },
  // 429 and 5xx are tried twice more, 30 s apart. Neither its time-out nor what it accepts is documented.
  delivery: {
    source: 'https://contentful.com/developers/docs/webhooks/overview',
    schedule: waits(30 * SECOND, 30 * SECOND),
    final: [
      [300, 428],
      [430, 499],
    ],
  },
  samples: samplesOf(contentfulSample, () => import('../../samples/contentful.json', { with: { type: 'json' } })),
};
