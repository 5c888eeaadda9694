import type { HeaderLine } from '../../contract/header.ts';
import type { Attempt, Outcome } from '../../contract/replay.ts';
import type { Db } from '../open-database.ts';

interface Row {
  readonly id: number;
  readonly delivery_id: number;
  readonly destination_id: number | null;
  readonly origin: Attempt['origin'];
  readonly url: string;
  readonly method: string;
  readonly headers: string;
  readonly body_size: number;
  readonly edited: number;
  readonly started_at: number;
  readonly outcome: string;
}

const COLUMNS = 'id, delivery_id, destination_id, origin, url, method, headers, body_size, edited, started_at, outcome';

const toAttempt = (row: Row): Attempt => ({
  id: row.id,
  deliveryId: row.delivery_id,
  destinationId: row.destination_id,
  origin: row.origin,
  url: row.url,
  method: row.method,
  headers: JSON.parse(row.headers) as HeaderLine[],
  bodySizeBytes: row.body_size,
  edited: row.edited === 1,
  startedAt: row.started_at,
  outcome: JSON.parse(row.outcome) as Outcome,
});

const PENDING = JSON.stringify({ kind: 'pending' } satisfies Outcome);

export type Attempts = ReturnType<typeof createAttempts>;

/** Attempts are written as pending before the send and settled once. Their answers lie in a table of their own: a list reads none. */
export function createAttempts(db: Db) {
  const one = db.prepare<[number], Row>(`SELECT ${COLUMNS} FROM attempt WHERE id = ?`);
  const ofDelivery = db.prepare<[number], Row>(
    `SELECT ${COLUMNS} FROM attempt WHERE delivery_id = ? ORDER BY id DESC LIMIT 500`,
  );
  const answer = db.prepare<[number], Buffer>('SELECT body FROM answer WHERE attempt_id = ?').pluck();
  const insertAnswer = db.prepare('INSERT INTO answer(attempt_id, body) VALUES (?, ?)');
  return {
    get(id: number): Attempt | null {
      const row = one.get(id);
      return row === undefined ? null : toAttempt(row);
    },
    ofDelivery: (deliveryId: number): Attempt[] => ofDelivery.all(deliveryId).map(toAttempt),
    /** null: no such attempt. An attempt without an answer has an empty body. */
    answerBody(id: number): Uint8Array | null {
      if (one.get(id) === undefined) return null;
      return (answer.get(id) as Buffer | undefined) ?? Buffer.alloc(0);
    },
    insertPending(attempt: Omit<Attempt, 'id' | 'outcome'>): number {
      return Number(
        db
          .prepare(
            `INSERT INTO attempt(delivery_id, destination_id, origin, url, method, headers, body_size, edited, started_at, kind, outcome)
             VALUES (?,?,?,?,?,?,?,?,?,'pending',?)`,
          )
          .run(
            attempt.deliveryId,
            attempt.destinationId,
            attempt.origin,
            attempt.url,
            attempt.method,
            JSON.stringify(attempt.headers),
            attempt.bodySizeBytes,
            attempt.edited ? 1 : 0,
            attempt.startedAt,
            PENDING,
          ).lastInsertRowid,
      );
    },
    /** Settle a pending attempt; one that is settled stays as it is. */
    settle(id: number, outcome: Outcome, answerBody: Uint8Array | null): boolean {
      const status = outcome.kind === 'answered' ? outcome.status : null;
      const settled = db
        .prepare("UPDATE attempt SET kind = ?, status = ?, outcome = ? WHERE id = ? AND kind = 'pending'")
        .run(outcome.kind, status, JSON.stringify(outcome), id);
      if (settled.changes === 0) return false;
      if (answerBody !== null && answerBody.length > 0) insertAnswer.run(id, answerBody);
      return true;
    },
    pendingIds: (): number[] =>
      db.prepare<[], number>("SELECT id FROM attempt WHERE kind = 'pending'").pluck().all() as unknown as number[],
  };
}
