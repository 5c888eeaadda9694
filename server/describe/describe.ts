import { createHash } from 'node:crypto';
import { header } from '../contract/header.ts';
import type { CapturedRequest } from '../contract/request.ts';
import { describeDelivery, recogniseProvider } from '../providers/index.ts';
import type { Description, Provider } from '../providers/provider.ts';
import { setupAdvice, setupRequestOf } from '../providers/setup-requests.ts';
import { decodeMeta, type Meta } from './meta.ts';
import { type StoredRequest, toCapturedRequest } from './stored-request.ts';

/** What is derived from a delivery's bytes alone. */
export interface Described extends Description {
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
export function describe(stored: StoredRequest, setProvider: Provider | null): Described {
  const meta = decodeMeta(stored.meta);
  const request = toCapturedRequest(stored, meta);
  const malformed = meta.malformed !== undefined;
  const provider = malformed ? null : (setProvider ?? recogniseProvider(request));
  return {
    ...(malformed ? NOTHING : inBounds(describeDelivery(request, provider))),
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

/** What is said of a set-up request of the endpoint's own provider. */
export const OWN_SETUP = 'This set-up request carries no signature.';
