import type { Trial, Verification } from '../contract/verification.ts';
import { describe } from '../describe/describe.ts';
import type { StoredRequest } from '../describe/stored-request.ts';
import { withoutCheck } from '../describe/verdict-on.ts';
import type { Budget } from '../doctor/case.ts';
import { verify } from '../doctor/verification.ts';
import { providers } from '../providers/index.ts';
import type { Provider } from '../providers/provider.ts';
import type { CredentialBook } from './credentials.ts';
import type { RequestCheck } from './protocol.ts';

interface Sources {
  readonly book: CredentialBook;
  readonly stored: (id: number) => (StoredRequest & { readonly endpointId: number }) | null;
  /** The provider that an endpoint was given. */
  readonly providerOf: (endpointId: number) => Provider | null;
}

/**
 * Returns the check of a stored delivery in full; with a trial, against that secret alone. null: no such delivery.
 * `budget` bounds the doctor; its own otherwise.
 */
export function createDeliveryCheck({ book, stored, providerOf }: Sources) {
  return (id: number, trial: Trial | null, budget?: Budget): Verification | null => {
    const delivery = stored(id);
    if (delivery === null) return null;
    const given = trial?.provider === undefined ? undefined : book.providers.find(trial.provider);
    const described = describe(delivery, given ?? providerOf(delivery.endpointId));
    const { request, rules } = described;
    const standing = withoutCheck(described);
    const full = verify({
      request,
      provider: rules,
      credentials: trial === null ? book.forDoctor(delivery.endpointId) : [tried(trial)],
      otherProviders: providers,
      publicUrls: book.publicUrls,
      tunnelUrls: book.tunnelUrls,
      nowMs: request.arrivedAtMs,
      ...(budget === undefined ? {} : { budget }),
    });
    return standing === null ? full : { ...full, verdict: standing, diagnosis: null };
  };
}

const tried = ({ value, extra = {} }: Trial) =>
  ({ credential: { name: 'tried now', value, extra }, origin: 'this-endpoint', endpointName: '' }) as const;

/** Returns the check in full of a request that is not stored; null where there is no such provider. */
export function createRequestCheck(book: CredentialBook) {
  return ({ request, provider, credential, nowMs }: RequestCheck): Verification | null => {
    const rules = book.providers.find(provider);
    if (rules === undefined) return null;
    return verify({
      request: { ...request, body: Buffer.from(request.body) },
      provider: rules,
      credentials: [{ credential, origin: 'this-endpoint', endpointName: '' }],
      otherProviders: providers,
      publicUrls: [request.publicUrl],
      nowMs,
    });
  };
}
