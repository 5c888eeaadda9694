import type { Db } from '../open-database.ts';

/** A browser session as it is stored; its token is kept as a hash alone. Moments are Unix milliseconds. */
export interface StoredSession {
  readonly id: number;
  readonly createdAt: number;
  readonly usedAt: number;
}

/** Browser sessions, kept so that an open tab outlives a restart of the server. Writes run inside a group commit. */
export function createSessionTable(db: Db) {
  const columns = 'id, created_at AS createdAt, used_at AS usedAt';
  const find = db.prepare<[Buffer], StoredSession>(`SELECT ${columns} FROM session WHERE token_hash = ?`);
  const all = db.prepare<[], StoredSession>(`SELECT ${columns} FROM session ORDER BY used_at DESC, id DESC`);
  return {
    all: (): StoredSession[] => all.all(),
    find: (tokenHash: Buffer): StoredSession | null => find.get(tokenHash) ?? null,
    add: (tokenHash: Buffer, nowMs: number): number =>
      Number(
        db.prepare('INSERT INTO session(token_hash, created_at, used_at) VALUES (?, ?, ?)').run(tokenHash, nowMs, nowMs)
          .lastInsertRowid,
      ),
    noteUse: (id: number, nowMs: number) =>
      void db.prepare('UPDATE session SET used_at = ? WHERE id = ?').run(nowMs, id),
    remove: (id: number): boolean => db.prepare('DELETE FROM session WHERE id = ?').run(id).changes > 0,
  };
}
