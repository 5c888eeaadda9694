import { createHash } from 'node:crypto';
import { recipeProviderId } from '../contract/recipe-provider-id.ts';
import type { Connections } from './connections.ts';

/** What the deliveries of each endpoint were last judged by, as far as the truth tells it. */
export interface JudgedBy {
  /** They are judged from now on by what the truth has now. */
  note(endpointId: number): void;
  /** Endpoints for which that changed without a judging: a server ended between the two. */
  outdated(): number[];
}

const NOTHING = '||';

/** Secrets are told apart by their ids, which are never used again; no secret is read for this. */
export function createJudgedBy({ index, truth }: Connections): JudgedBy {
  const endpoints = truth.prepare<[], { id: number; provider: string | null; secrets: string | null }>(
    `SELECT id, provider, (SELECT group_concat(s.id) FROM (SELECT id FROM secret WHERE endpoint_id = endpoint.id ORDER BY id) AS s)
       AS secrets FROM endpoint`,
  );
  const recipes = truth.prepare<[], { name: string; recipe: string }>('SELECT name, recipe FROM recipe');
  const known = index.prepare<[number], string>('SELECT basis FROM judged_by WHERE endpoint_id = ?').pluck();
  const write = index.prepare('INSERT OR REPLACE INTO judged_by VALUES (?, ?)');
  const bases = (): Map<number, string> => {
    const digests = new Map(
      recipes
        .all()
        .map(({ name, recipe }) => [recipeProviderId(name), createHash('sha256').update(recipe).digest('base64')]),
    );
    return new Map(
      endpoints
        .all()
        .map(({ id, provider, secrets }) => [
          id,
          `${provider ?? ''}|${secrets ?? ''}|${digests.get(provider ?? '') ?? ''}`,
        ]),
    );
  };
  return {
    note(endpointId) {
      write.run(endpointId, bases().get(endpointId) ?? NOTHING);
    },
    outdated: () => [...bases()].flatMap(([id, basis]) => (basis === (known.get(id) ?? NOTHING) ? [] : id)),
  };
}
