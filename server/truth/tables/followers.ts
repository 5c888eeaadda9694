import type { Db } from '../open-database.ts';

export type Followers = ReturnType<typeof createFollowers>;

/** How far each follower of the stream has come. Written in the commit that does what it does. */
export function createFollowers(db: Db) {
  const read = db.prepare<[string], number>('SELECT done FROM follower WHERE name = ?').pluck();
  const write = db.prepare(
    'INSERT INTO follower(name, done) VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET done = excluded.done',
  );
  return {
    /** The newest delivery that the follower is done with; 0 at the beginning. */
    done: (name: string): number => Number(read.get(name) ?? 0),
    setDone: (name: string, id: number) => void write.run(name, id),
  };
}
