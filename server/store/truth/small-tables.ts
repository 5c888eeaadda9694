import { createHash } from 'node:crypto';
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

const SESSION_DAYS = 30;

/** Tokens of browser sessions, kept as hashes so that an open tab outlives a restart of the server. */
export function createSessions(db: Db) {
  const hash = (token: string): Buffer => createHash('sha256').update(token).digest();
  const find = db
    .prepare<[Buffer, number], number>('SELECT 1 FROM session WHERE token_hash = ? AND created_at > ?')
    .pluck();
  return {
    add(token: string, nowMs: number): void {
      db.prepare('DELETE FROM session WHERE created_at < ?').run(nowMs - SESSION_DAYS * 86_400_000);
      db.prepare('INSERT INTO session(token_hash, created_at) VALUES (?, ?)').run(hash(token), nowMs);
    },
    /** The look-up is by hash, so its time tells nothing of the token. */
    knows: (token: string, nowMs: number): boolean =>
      find.get(hash(token), nowMs - SESSION_DAYS * 86_400_000) !== undefined,
  };
}
