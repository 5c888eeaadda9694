import type { Db } from '../open-database.ts';
import type { Vault } from '../vault.ts';
import { createAttempts } from './attempts.ts';
import { createDestinations } from './destinations.ts';
import { createEndpoints } from './endpoints.ts';
import { createFeedLog } from './feed-log.ts';
import { createGaps } from './gaps.ts';
import { createOpenings } from './openings.ts';
import { createRecipes } from './recipes.ts';
import { createSecrets } from './secrets.ts';
import { createSessionTable } from './session-table.ts';
import { createAllowedHosts, createSavedSearches } from './small-tables.ts';

/** The tables of the truth beside its deliveries. On a connection that is read only, what writes throws SQLite's error. */
export const createTables = (db: Db, vault: Vault) => ({
  endpoints: createEndpoints(db),
  secrets: createSecrets(db, vault),
  recipes: createRecipes(db),
  destinations: createDestinations(db),
  attempts: createAttempts(db),
  gaps: createGaps(db),
  openings: createOpenings(db),
  feedLog: createFeedLog(db),
  searches: createSavedSearches(db),
  allowedHosts: createAllowedHosts(db),
  sessions: createSessionTable(db),
});
