import type { Db } from './open-database.ts';
import { createAttempts } from './tables/attempts.ts';
import { createDestinations } from './tables/destinations.ts';
import { createEndpoints } from './tables/endpoints.ts';
import { createFeedLog } from './tables/feed-log.ts';
import { createFollowers } from './tables/followers.ts';
import { createGaps } from './tables/gaps.ts';
import { createOpenings } from './tables/openings.ts';
import { createPurged } from './tables/purged.ts';
import { createRecipes } from './tables/recipes.ts';
import { createSecrets } from './tables/secrets.ts';
import { createSessionTable } from './tables/session-table.ts';
import { createAllowedHosts, createSavedSearches } from './tables/small-tables.ts';
import type { Vault } from './vault.ts';

/** The tables of the truth beside its deliveries. On a connection that is read only, what writes throws SQLite's error. */
export const createTables = (db: Db, vault: Vault) => ({
  endpoints: createEndpoints(db),
  secrets: createSecrets(db, vault),
  recipes: createRecipes(db),
  destinations: createDestinations(db),
  attempts: createAttempts(db),
  followers: createFollowers(db),
  gaps: createGaps(db),
  openings: createOpenings(db),
  feedLog: createFeedLog(db),
  purged: createPurged(db),
  searches: createSavedSearches(db),
  allowedHosts: createAllowedHosts(db),
  sessions: createSessionTable(db),
});
