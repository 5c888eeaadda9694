import type { JudgingBasis } from '../index/credentials.ts';
import type { Endpoints } from '../truth/tables/endpoints.ts';
import type { Recipes } from '../truth/tables/recipes.ts';
import type { Secrets } from '../truth/tables/secrets.ts';

interface Sources {
  readonly endpoints: Pick<Endpoints, 'all'>;
  readonly secrets: Pick<Secrets, 'credentials'>;
  readonly recipes: Pick<Recipes, 'all'>;
}

/** Addresses that senders may have signed: of this machine, and of the tunnel. */
export interface OwnUrls {
  readonly localUrls: readonly string[];
  readonly tunnelUrls: readonly string[];
}

/** Everything that deliveries are judged by, as it is now. */
export function judgingBasis(
  { endpoints, secrets, recipes }: Sources,
  { localUrls, tunnelUrls }: OwnUrls,
): JudgingBasis {
  const names = new Map(endpoints.all().map(({ id, name }) => [id, name]));
  const credentials = secrets
    .credentials()
    .map(({ endpointId, credential }) => ({ endpointId, endpointName: names.get(endpointId) ?? '', credential }));
  const publicUrls = [...localUrls, ...tunnelUrls];
  return { credentials, recipes: recipes.all().map(({ recipe }) => recipe), publicUrls, tunnelUrls };
}
