import type { CapturedRequest } from '../../../contract/request.ts';
import { ANY_2XX, DAY, HOUR, MINUTE, SECOND, waits } from '../../../contract/schedule.ts';
import type { Description, Provider } from '../../provider.ts';
import { asNumber } from '../../reading/exact-json.ts';
import { label, titleIn } from '../../reading/label.ts';
import { type Mark, recogniser } from '../../reading/marks.ts';
import { asText, memberAt } from '../../reading/source.ts';
import { viewOf } from '../../reading/view.ts';
import { sharedSecret } from '../../schemes/shared-secret.ts';
import { samplesOf } from '../../sender.ts';
import { datocmsSample } from './sample.ts';

const marks: readonly Mark[] = [
  [95, 'ua:DatoCMS'],
  [90, 'body:webhook_call_id', 'body:entity_type', 'body:event_type'],
  [60, 'body:entity_type', 'body:event_type', 'body:entity', 'body:environment'],
];
const score = recogniser(marks);

const scheme = sharedSecret({
  provider: 'DatoCMS',
  note: 'DatoCMS does not sign: the sender knows the secret, but nothing proves that the body is unchanged.',
});

const TITLES = ['title', 'name', 'heading', 'headline', 'label', 'filename', 'slug'];

/** DatoCMS, by datocms.com/docs/general-concepts/webhooks. */
export const datocms: Provider = {
  id: 'datocms',
  name: 'DatoCMS',
  docsUrl: 'https://www.datocms.com/docs/general-concepts/webhooks',
  confidence: 'confirmed',
  marks,
  recognise: (request) => score(viewOf(request)),
  describe: describeDatocms,
  signature: {
    ...scheme,
    secretLabel: 'user:password of HTTP Basic, “Header-Name: value” of a secret header, or the token in the URL',
  },
  delivery: {
    source: 'https://www.datocms.com/docs/general-concepts/webhooks',
    note: 'tried again only where auto-retry is on, which it is not by default',
    timeoutMs: 8 * SECOND,
    schedule: waits(2 * MINUTE, 6 * MINUTE, 30 * MINUTE, HOUR, 5 * HOUR, DAY, 2 * DAY),
    accepted: ANY_2XX,
  },
  samples: samplesOf(datocmsSample, () => import('../../samples/datocms.json', { with: { type: 'json' } })),
};

/** Retries keep webhook_call_id and count in attempted_auto_retries_count, from 0. */
function describeDatocms(request: CapturedRequest): Description {
  const body = viewOf(request).jsonOfAnySize();
  const entityType = asText(memberAt(body, ['entity_type']));
  const eventType = asText(memberAt(body, ['event_type']));
  const entity = memberAt(body, ['entity']);
  const retries = asNumber(memberAt(body, ['attempted_auto_retries_count']));
  const call = asText(memberAt(body, ['webhook_call_id']));
  return {
    event: entityType === undefined || eventType === undefined ? null : `${entityType}.${eventType}`,
    resource: label(
      entityType ?? asText(memberAt(entity, ['type'])) ?? 'record',
      asText(memberAt(entity, ['id'])),
      titleIn(memberAt(entity, ['attributes']), TITLES),
    ),
    deliveryKey: call ?? null,
    attempt: retries !== undefined && Number.isSafeInteger(retries) && retries >= 0 ? retries + 1 : null,
    groupKey: call === undefined ? null : `datocms ${call}`,
  };
}
