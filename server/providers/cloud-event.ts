import type { CapturedRequest } from '../contract/request.ts';
import type { Description } from './provider.ts';
import { asText, memberAt } from './reading/source.ts';
import { type View, viewOf } from './reading/view.ts';

const NAMES = ['type', 'id', 'source', 'subject'] as const;
type Attributes = Readonly<Record<(typeof NAMES)[number], string | undefined>>;

/**
 * What a CloudEvent says of itself (cloudevents/spec, http-protocol-binding.md, 3): in `ce-` headers, in a body of
 * `application/cloudevents+json`, or in the first event of a batch. Source and id together name one event. null for anything else.
 */
export function describeCloudEvent(request: CapturedRequest): Description | null {
  const view = viewOf(request);
  const { type, id, source, subject } = inHeaders(view) ?? inBody(view) ?? {};
  if (type === undefined || id === undefined) return null;
  return {
    event: type,
    resource: subject ?? source ?? null,
    deliveryKey: id,
    attempt: null,
    groupKey: `cloudevents ${source ?? ''} ${id}`,
  };
}

function inHeaders(view: View): Attributes | null {
  if (view.header('ce-type') === undefined || view.header('ce-id') === undefined) return null;
  return attributes((name) => {
    const value = view.header(`ce-${name}`);
    return value === undefined ? undefined : decoded(value);
  });
}

function inBody(view: View): Attributes | null {
  const body = view.jsonOfAnySize();
  const event = Array.isArray(body) ? (body[0] as unknown) : body;
  if (memberAt(event, ['specversion']) === undefined) return null;
  return attributes((name) => asText(memberAt(event, [name])));
}

const attributes = (read: (name: string) => string | undefined): Attributes =>
  Object.fromEntries(NAMES.map((name) => [name, read(name)])) as unknown as Attributes;

/** Header values are percent-encoded UTF-8 (3.1.3.2); one that is not stays as it is. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
