import type { CannedReply, EndpointPatch } from '../../contract/endpoint.ts';
import { decodeReply, encodeReply } from '../../contract/reply.ts';
import type { Db } from '../open-database.ts';
import { NO_STORED_LIMITS, type StoredLimits } from './limits.ts';

/** An endpoint as stored: without its address and figures, which the server adds. */
export interface StoredEndpoint {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly provider: string | null;
  readonly paused: boolean;
  readonly reply: CannedReply;
  readonly forwardTo: number | null;
  /** Deliveries up to this id came before there was a forward. */
  readonly forwardAfter: number;
  readonly limits: StoredLimits;
  readonly createdAt: number;
  readonly deletedAt: number | null;
}

interface Row {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly provider: string | null;
  readonly paused: number;
  readonly reply: string;
  readonly forward_to: number | null;
  readonly forward_after: number;
  readonly limits: string | null;
  readonly created_at: number;
  readonly deleted_at: number | null;
}

const toEndpoint = (row: Row): StoredEndpoint => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  provider: row.provider,
  paused: row.paused === 1,
  reply: decodeReply(row.reply),
  forwardTo: row.forward_to,
  forwardAfter: row.forward_after,
  limits: row.limits === null ? NO_STORED_LIMITS : (JSON.parse(row.limits) as StoredLimits),
  createdAt: row.created_at,
  deletedAt: row.deleted_at,
});

/** What of an endpoint can change. */
export type EndpointChange = Omit<EndpointPatch, 'limits'> & {
  readonly slug?: string;
  readonly limits?: StoredLimits;
};

export type Endpoints = ReturnType<typeof createEndpoints>;

/** Reads may run at any time; the others inside a write of the group commit. */
export function createEndpoints(db: Db) {
  const all = db.prepare<[], Row>('SELECT * FROM endpoint ORDER BY id');
  const one = db.prepare<[number], Row>('SELECT * FROM endpoint WHERE id = ?');
  const newest = db.prepare<[], number | null>('SELECT max(id) FROM delivery').pluck();
  return {
    all: (): readonly StoredEndpoint[] => all.all().map(toEndpoint),
    get(id: number): StoredEndpoint | null {
      const row = one.get(id);
      return row === undefined ? null : toEndpoint(row);
    },
    insert(endpoint: Omit<StoredEndpoint, 'id' | 'deletedAt' | 'limits' | 'forwardAfter'>): number {
      const { slug, name, provider, paused, reply, forwardTo, createdAt } = endpoint;
      return Number(
        db
          .prepare(
            'INSERT INTO endpoint(slug, name, provider, paused, reply, forward_to, created_at) VALUES (?,?,?,?,?,?,?)',
          )
          .run(slug, name, provider, paused ? 1 : 0, encodeReply(reply), forwardTo, createdAt).lastInsertRowid,
      );
    },
    change(id: number, patch: EndpointChange): void {
      const present = one.get(id);
      if (present === undefined) return;
      const next = { ...toEndpoint(present), ...patch };
      const begins = present.forward_to === null && next.forwardTo !== null;
      db.prepare(
        'UPDATE endpoint SET slug = ?, name = ?, provider = ?, paused = ?, reply = ?, forward_to = ?, forward_after = ?, limits = ? WHERE id = ?',
      ).run(
        next.slug,
        next.name,
        next.provider,
        next.paused ? 1 : 0,
        encodeReply(next.reply),
        next.forwardTo,
        begins ? Number(newest.get() ?? 0) : present.forward_after,
        JSON.stringify(next.limits),
        id,
      );
    },
    setDeleted(id: number, deletedAt: number | null): void {
      db.prepare('UPDATE endpoint SET deleted_at = ? WHERE id = ?').run(deletedAt, id);
    },
    purge(id: number): void {
      db.prepare('DELETE FROM endpoint WHERE id = ?').run(id);
    },
    forgetDestination(destinationId: number): readonly number[] {
      const ids = db
        .prepare<[number], number>('SELECT id FROM endpoint WHERE forward_to = ?')
        .pluck()
        .all(destinationId);
      db.prepare('UPDATE endpoint SET forward_to = NULL WHERE forward_to = ?').run(destinationId);
      return ids as unknown as number[];
    },
  };
}
