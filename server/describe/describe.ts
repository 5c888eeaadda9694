import { createHash } from 'node:crypto';
import { header } from '../contract/header.ts';
import type { CapturedRequest } from '../contract/request.ts';
import { unchecked } from '../contract/unchecked.ts';
import type { Verdict } from '../contract/verdict.ts';
import { describeDelivery, recogniseProvider } from '../providers/index.ts';
import type { Description, Provider } from '../providers/provider.ts';
import { setupAdvice, setupRequestOf } from '../providers/setup-requests.ts';
import { decodeMeta, type Meta } from './meta.ts';
import { type StoredDelivery, toCapturedRequest } from './stored-request.ts';

/** What is derived from a delivery's bytes alone. */
export interface Described extends Description {
  readonly method: string;
  readonly target: string;
  readonly contentType: string | null;
  readonly sha256: Buffer;
  readonly provider: string | null;
  /** The rules to check by; null when the provider is unknown. */
  readonly rules: Provider | null;
  /** Set-up requests carry no signature: what there is to say of one. null for every other delivery. */
  readonly setup: string | null;
  readonly request: CapturedRequest;
  readonly meta: Meta;
}

const NOTHING: Description = { event: null, resource: null, deliveryKey: null, attempt: null, groupKey: null };

/** Describe a stored delivery. `setProvider` is the provider its endpoint was given, which wins over recognition. */
export function describe(stored: StoredDelivery, setProvider: Provider | null): Described {
  const meta = decodeMeta(stored.meta);
  const request = toCapturedRequest(stored);
  const malformed = meta.malformed !== undefined;
  const provider = malformed ? null : (setProvider ?? recogniseProvider(request));
  return {
    ...(malformed ? NOTHING : inBounds(describeDelivery(request, provider))),
    method: request.method,
    target: request.target,
    contentType: header(request.headers, 'content-type') ?? null,
    sha256: createHash('sha256').update(stored.body).digest(),
    provider: provider?.id ?? null,
    rules: provider,
    setup: malformed ? null : setupSentence(request, setProvider),
    request,
    meta,
  };
}

/** Names longer than any provider's, in characters; a list of thousands carries them. */
const LONGEST_NAME = 512;

/** What is shown of a delivery, each beginning with its own first characters; `groupKey` alone tells twins, and stays whole. */
function inBounds(found: Description): Description {
  const cut = (name: string | null): string | null =>
    name === null || name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME).toWellFormed()}…`;
  return { ...found, event: cut(found.event), resource: cut(found.resource), deliveryKey: cut(found.deliveryKey) };
}

/** A set-up request is the endpoint's own provider's, or looks like somebody's where it has none. */
function setupSentence(request: CapturedRequest, setProvider: Provider | null): string | null {
  const setup = setupRequestOf(request);
  if (setup === null) return null;
  if (setProvider === null) return setupAdvice(setup);
  return setup.providers.includes(setProvider.id) || request.method === 'OPTIONS' ? OWN_SETUP : null;
}

const OWN_SETUP = 'This set-up request carries no signature.';

/** The verdict where no signature was looked at: what stands in the way. */
export function withoutCheck(described: Described): Verdict | null {
  if (described.meta.malformed !== undefined) return unchecked('malformed');
  if (described.meta.truncated || described.meta.aborted) return unchecked('truncated');
  if (described.rules?.signature?.carried(described.request) !== true) {
    if (described.setup !== null) return unchecked('no-signature', described.setup);
    const isAnswered = described.meta.challenge !== undefined;
    if (isAnswered && described.rules?.signature !== undefined) return unchecked('no-signature', OWN_SETUP);
  }
  return described.provider === null ? unchecked('unknown-provider') : null;
}
