import type { HeaderLine } from '../../contract/header.ts';
import type { Destination, HeaderRule } from '../../contract/replay.ts';
import type { Db } from '../open-database.ts';

interface Row {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly timeout_ms: number;
  readonly header_rule: HeaderRule;
  readonly extra_headers: string;
  readonly created_at: number;
}

const toDestination = (row: Row): Destination => ({
  id: row.id,
  name: row.name,
  url: row.url,
  timeoutMs: row.timeout_ms,
  headerRule: row.header_rule,
  extraHeaders: JSON.parse(row.extra_headers) as HeaderLine[],
  createdAt: row.created_at,
});

export type Destinations = ReturnType<typeof createDestinations>;

export function createDestinations(db: Db) {
  const all = db.prepare<[], Row>('SELECT * FROM destination ORDER BY id');
  const one = db.prepare<[number], Row>('SELECT * FROM destination WHERE id = ?');
  return {
    all: (): Destination[] => all.all().map(toDestination),
    get(id: number): Destination | null {
      const row = one.get(id);
      return row === undefined ? null : toDestination(row);
    },
    insert(destination: Omit<Destination, 'id'>): number {
      const { name, url, timeoutMs, headerRule, extraHeaders, createdAt } = destination;
      return Number(
        db
          .prepare(
            'INSERT INTO destination(name, url, timeout_ms, header_rule, extra_headers, created_at) VALUES (?,?,?,?,?,?)',
          )
          .run(name, url, timeoutMs, headerRule, JSON.stringify(extraHeaders), createdAt).lastInsertRowid,
      );
    },
    change(destination: Destination): void {
      const { id, name, url, timeoutMs, headerRule, extraHeaders } = destination;
      db.prepare(
        'UPDATE destination SET name = ?, url = ?, timeout_ms = ?, header_rule = ?, extra_headers = ? WHERE id = ?',
      ).run(name, url, timeoutMs, headerRule, JSON.stringify(extraHeaders), id);
    },
    remove: (id: number): boolean => db.prepare('DELETE FROM destination WHERE id = ?').run(id).changes > 0,
  };
}
