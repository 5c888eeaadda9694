import type { DoctorCredential } from '../../doctor/diagnose.ts';
import type { Credential } from '../../providers/provider.ts';

/** A secret in the clear and whose it is. Kept in memory only. */
export interface EndpointCredential {
  readonly endpointId: number;
  readonly endpointName: string;
  readonly credential: Credential;
}

/** The secrets that deliveries are judged with. */
export interface CredentialBook {
  replace(all: readonly EndpointCredential[]): void;
  of(endpointId: number): readonly Credential[];
  /** For the doctor: those of this endpoint first, then every other one. */
  forDoctor(endpointId: number): readonly DoctorCredential[];
}

export function createCredentialBook(): CredentialBook {
  let entries: readonly EndpointCredential[] = [];
  let byEndpoint = new Map<number, readonly Credential[]>();
  return {
    replace(all) {
      entries = all;
      byEndpoint = new Map(
        [...Map.groupBy(all, ({ endpointId }) => endpointId)].map(([id, own]) => [
          id,
          own.map(({ credential }) => credential),
        ]),
      );
    },
    of: (endpointId) => byEndpoint.get(endpointId) ?? [],
    forDoctor: (endpointId) =>
      entries
        .map(({ endpointId: owner, endpointName, credential }): DoctorCredential => {
          return { credential, endpointName, origin: owner === endpointId ? 'this-endpoint' : 'other-endpoint' };
        })
        .sort((a, b) => Number(a.origin === 'other-endpoint') - Number(b.origin === 'other-endpoint')),
  };
}
