import { createHash } from 'node:crypto';
import type { CapturedRequest } from '../../../contract/request.ts';
import type { Description } from '../../provider.ts';
import { printedJson } from '../../reading/exact-json.ts';
import { label, titleIn } from '../../reading/label.ts';
import { asText, memberAt } from '../../reading/source.ts';
import { viewOf } from '../../reading/view.ts';

/** Members of `data` that can be what the event is about, most telling first; the id and title members of each. */
const SUBJECTS = [
  ['comment', ['uid'], ['message']],
  ['discussion', ['uid'], ['title']],
  ['release', ['uid'], ['name', 'title']],
  ['entry', ['uid'], ['title']],
  ['asset', ['uid'], ['title', 'filename']],
  ['app_installation', ['installation_uid', 'uid'], []],
  ['global_field', ['uid'], ['title']],
  ['taxonomy', ['uid'], ['name']],
  ['term', ['uid'], ['name']],
  ['workflow', ['uid'], ['name']],
  ['job', ['uid', 'job_id'], []],
  ['content_type', ['uid'], ['title']],
  ['branch', ['uid'], []],
] as const;

/**
 * Contentstack's envelope {triggered_at, module, event, data}. It has no delivery id, and triggered_at is stamped anew for
 * each attempt, so deliveries belong together when the body without it is the same.
 */
export function describeContentstack(request: CapturedRequest): Description {
  const body = viewOf(request).jsonOfAnySize();
  const module = asText(memberAt(body, ['module']));
  const event = asText(memberAt(body, ['event']));
  return {
    event: module === undefined ? (event ?? null) : event === undefined ? module : `${module}.${event}`,
    resource: resourceOf(memberAt(body, ['data']), module),
    deliveryKey: null,
    attempt: null,
    groupKey: groupOf(body),
  };
}

function resourceOf(data: unknown, module: string | undefined): string | null {
  const ordered = [...SUBJECTS].sort((a, b) => Number(b[0] === module) - Number(a[0] === module));
  for (const [name, idNames, titleNames] of ordered) {
    const subject = memberAt(data, [name]);
    if (typeof subject !== 'object' || subject === null) continue;
    const found = label(name, titleIn(subject, idNames), titleIn(subject, titleNames));
    if (found !== null) return found;
  }
  return null;
}

function groupOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || Array.isArray(body) || !Object.hasOwn(body, 'module')) return null;
  const event = printedJson({ ...body, triggered_at: undefined });
  return event === null ? null : `contentstack ${createHash('sha256').update(event).digest('hex')}`;
}
