import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { INDEX_FILE } from '../truth/data-folder.ts';

/**
 * The newest delivery that the index was made from, where it was made from the truth of this epoch; 0 otherwise, and where it
 * cannot be read. The index is written after the truth, so a truth that ends before this id has lost deliveries.
 */
export function describedIdIn(dataDir: string, epoch: number): number {
  const file = join(dataDir, INDEX_FILE);
  if (!existsSync(file)) return 0;
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { readonly: true, timeout: 0 });
    const read = db.prepare<[string], number>('SELECT value FROM progress WHERE key = ?').pluck();
    return Number(read.get('epoch')) === epoch ? Number(read.get('described') ?? 0) : 0;
  } catch {
    return 0;
  } finally {
    db?.close();
  }
}
