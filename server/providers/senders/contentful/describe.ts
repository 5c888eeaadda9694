import type { CapturedRequest } from '../../../contract/request.ts';
import type { Description } from '../../provider.ts';
import { label, titleIn } from '../../reading/label.ts';
import { asText, memberAt } from '../../reading/source.ts';
import { viewOf } from '../../reading/view.ts';

const TITLE_FIELDS = ['title', 'name', 'internalName', 'internalTitle', 'heading', 'headline', 'slug'];

/**
 * Contentful states the event in headers alone; the body is the entity itself (or whatever a transformation made of it).
 * Duplicates keep the idempotency key; without it, event time and entity tell.
 */
export function describeContentful(request: CapturedRequest): Description {
  const view = viewOf(request);
  const topic = view.header('x-contentful-topic');
  const key = view.header('x-contentful-idempotency-key');
  const resource = resourceOf(view.jsonOfAnySize(), view.header('x-contentful-crn'));
  const attempt = Number(view.header('x-contentful-webhook-request-attempt'));
  const at = view.header('x-contentful-event-datetime');
  const group = key ?? (at === undefined ? undefined : [topic, resource, at].join(' '));
  return {
    event: topic ?? null,
    resource,
    deliveryKey: key ?? null,
    attempt: Number.isSafeInteger(attempt) && attempt > 0 ? attempt : null,
    groupKey: group === undefined ? null : `contentful ${group}`,
  };
}

function resourceOf(body: unknown, crn: string | undefined): string | null {
  const type = asText(memberAt(body, ['sys', 'type']))?.replace(/^Deleted(?=[A-Z])/, '');
  const id = asText(memberAt(body, ['sys', 'id']));
  if (type !== undefined && id !== undefined) {
    const fields = memberAt(body, ['fields']);
    return label(type, id, titleIn(fields, TITLE_FIELDS) ?? titleIn(body, ['name', 'title']));
  }
  const named = crn === undefined ? null : /\/([a-z_]+)\/([^/\s]+)$/.exec(crn);
  return named === null ? null : label(SINGULAR.get(named[1]!) ?? named[1]!, named[2], undefined);
}

const SINGULAR: ReadonlyMap<string, string> = new Map([
  ['entries', 'Entry'],
  ['assets', 'Asset'],
  ['content_types', 'ContentType'],
  ['app_installations', 'AppInstallation'],
]);
