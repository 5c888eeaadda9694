import type { Recipe } from '../contract/recipe.ts';
import type { DoctorCredential } from '../doctor/diagnose.ts';
import { createProviderDirectory, type ProviderDirectory } from '../providers/directory.ts';
import type { Credential } from '../providers/provider.ts';

/** A secret in the clear and whose it is. Kept in memory only. */
export interface EndpointCredential {
  readonly endpointId: number;
  readonly endpointName: string;
  readonly credential: Credential;
}

/** What deliveries are judged by beside themselves. */
export interface JudgingBasis {
  readonly credentials: readonly EndpointCredential[];
  readonly recipes: readonly Recipe[];
  /** Addresses that senders may have signed. */
  readonly publicUrls: readonly string[];
  /** Those among them that are a tunnel's. */
  readonly tunnelUrls: readonly string[];
}

/** The secrets and recipes that deliveries are judged by. */
export interface CredentialBook {
  replace(basis: JudgingBasis): void;
  of(endpointId: number): readonly Credential[];
  /** For the doctor: those of this endpoint first, then every other one. */
  forDoctor(endpointId: number): readonly DoctorCredential[];
  readonly providers: ProviderDirectory;
  readonly publicUrls: readonly string[];
  readonly tunnelUrls: readonly string[];
}

export function createCredentialBook(first: JudgingBasis): CredentialBook {
  let basis = first;
  let byEndpoint = groupByEndpoint(first);
  let providers = createProviderDirectory(first.recipes);
  return {
    replace(next) {
      basis = next;
      byEndpoint = groupByEndpoint(next);
      providers = createProviderDirectory(next.recipes);
    },
    of: (endpointId) => byEndpoint.get(endpointId) ?? [],
    forDoctor: (endpointId) =>
      basis.credentials
        .map(({ endpointId: owner, endpointName, credential }): DoctorCredential => {
          return { credential, endpointName, origin: owner === endpointId ? 'this-endpoint' : 'other-endpoint' };
        })
        .sort((a, b) => Number(a.origin === 'other-endpoint') - Number(b.origin === 'other-endpoint')),
    get providers() {
      return providers;
    },
    get publicUrls() {
      return basis.publicUrls;
    },
    get tunnelUrls() {
      return basis.tunnelUrls;
    },
  };
}

function groupByEndpoint({ credentials }: JudgingBasis): ReadonlyMap<number, readonly Credential[]> {
  const groups = Map.groupBy(credentials, ({ endpointId }) => endpointId);
  return new Map([...groups].map(([id, own]) => [id, own.map(({ credential }) => credential)]));
}
