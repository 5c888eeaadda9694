import Database from 'better-sqlite3';
import type { Db } from './open-database.ts';
import { createPurged } from './tables/purged.ts';

export type Marks = ReturnType<typeof createMarks>;

/** What people do to deliveries: pins, notes, deletion. A delivery's own row never changes. */
export function createMarks(db: Db) {
  const upsert = (column: 'pinned' | 'note' | 'deleted_at') =>
    db.prepare(
      `INSERT INTO mark(delivery_id, ${column}) VALUES (?, ?) ON CONFLICT(delivery_id) DO UPDATE SET ${column} = excluded.${column}`,
    );
  const pin = upsert('pinned');
  const note = upsert('note');
  const remove = upsert('deleted_at');
  const deletedBefore = db
    .prepare<[number, number], number>('SELECT delivery_id FROM mark WHERE deleted_at < ? ORDER BY delivery_id LIMIT ?')
    .pluck();
  const isDeleted = db
    .prepare<[number], number>('SELECT 1 FROM mark WHERE delivery_id = ? AND deleted_at IS NOT NULL')
    .pluck();
  return {
    setPinned: (id: number, pinned: boolean) => void pin.run(id, pinned ? 1 : 0),
    setNote: (id: number, text: string) => void note.run(id, text),
    setDeleted(ids: readonly number[], deletedAt: number | null): number[] {
      const changed = ids.filter((id) => (isDeleted.get(id) === undefined) === (deletedAt !== null));
      for (const id of changed) remove.run(id, deletedAt);
      return changed;
    },
    /** Ids deleted before `moment` (Unix milliseconds), at most `limit`. */
    deletedBefore: (moment: number, limit: number): number[] => deletedBefore.all(moment, limit) as unknown as number[],
  };
}

/** Remove deliveries for good, with their marks, attempts and answers, and note for the index that they are gone. */
export function purgeDeliveries(db: Db, ids: readonly number[]): void {
  const newest = Number(db.prepare('SELECT max(id) FROM delivery').pluck().get() ?? 0);
  db.prepare(
    `INSERT INTO setting(key, value) VALUES ('highest-id', ?)
     ON CONFLICT(key) DO UPDATE SET value = CAST(max(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER)) AS TEXT)`,
  ).run(String(newest));
  for (const table of ['delivery', 'mark', 'attempt'] as const) {
    const statement = db.prepare(`DELETE FROM ${table} WHERE ${table === 'delivery' ? 'id' : 'delivery_id'} = ?`);
    for (const id of ids) statement.run(id);
  }
  createPurged(db).append(ids);
}

/** Bytes of a delivery's body and of all answers to it, without reading them; 0 where there are none or they are damaged. */
export function storedBytes(db: Db, id: number): number {
  const answers = `SELECT sum(length(answer.body)) FROM attempt JOIN answer ON attempt_id = attempt.id WHERE delivery_id = ?`;
  try {
    return Number(
      db
        .prepare<[number, number], number>(
          `SELECT coalesce((SELECT length(body) FROM delivery WHERE id = ?), 0) + coalesce((${answers}), 0)`,
        )
        .pluck()
        .get(id, id),
    );
  } catch (error) {
    if (error instanceof Database.SqliteError) return 0;
    throw error;
  }
}
