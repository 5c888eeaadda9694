import type { SavedSearch } from '../../contract/status.ts';
import type { Db } from '../open-database.ts';

/** Searches kept under a name. Saving under a known name replaces its search. */
export function createSavedSearches(db: Db) {
  return {
    all: (): SavedSearch[] =>
      db.prepare<[], SavedSearch>('SELECT id, name, query FROM saved_search ORDER BY name COLLATE NOCASE').all(),
    save(name: string, query: string): SavedSearch {
      db.prepare(
        'INSERT INTO saved_search(name, query) VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET query = excluded.query',
      ).run(name, query);
      return db
        .prepare<[string], SavedSearch>('SELECT id, name, query FROM saved_search WHERE name = ?')
        .get(name) as SavedSearch;
    },
    remove: (id: number): boolean => db.prepare('DELETE FROM saved_search WHERE id = ?').run(id).changes > 0,
  };
}

/** Hosts beyond this machine that the user allowed sends to. */
export function createAllowedHosts(db: Db) {
  return {
    all: (): string[] =>
      db.prepare<[], string>('SELECT host FROM allowed_host ORDER BY host').pluck().all() as unknown as string[],
    add: (host: string) => void db.prepare('INSERT OR IGNORE INTO allowed_host(host) VALUES (?)').run(host),
    remove: (host: string) => void db.prepare('DELETE FROM allowed_host WHERE host = ?').run(host),
  };
}
