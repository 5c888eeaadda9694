import type { HeaderLine } from '../../contract/header.ts';
import type { Attempt, Outcome } from '../../contract/replay.ts';
import type { Db } from '../open-database.ts';

interface Row {
  readonly id: number;
  readonly delivery_id: number;
  readonly destination_id: number | null;
  readonly origin: Attempt['origin'];
  readonly run_id: number | null;
  readonly url: string;
  readonly method: string;
  readonly headers: string;
  readonly body_size: number;
  readonly edited: number;
  readonly started_at: number;
  readonly outcome: string;
}

const COLUMNS =
  'id, delivery_id, destination_id, origin, run_id, url, method, headers, body_size, edited, started_at, outcome';

const toAttempt = (row: Row): Attempt => ({
  id: row.id,
  deliveryId: row.delivery_id,
  destinationId: row.destination_id,
  origin: row.origin,
  runId: row.run_id,
  url: row.url,
  method: row.method,
  headers: JSON.parse(row.headers) as HeaderLine[],
  bodySizeBytes: row.body_size,
  edited: row.edited === 1,
  startedAt: row.started_at,
  outcome: JSON.parse(row.outcome) as Outcome,
});

/** An attempt that is to be sent: in which lane, and not before when (Unix milliseconds). */
export interface DueAttempt extends Omit<Attempt, 'id' | 'outcome'> {
  readonly lane: string;
  readonly dueAt: number;
}

const PENDING = JSON.stringify({ kind: 'pending' } satisfies Outcome);

export type Attempts = ReturnType<typeof createAttempts>;

/** Attempts are written as pending, with the moment they are due, before the send and settled once. Their answers lie in a table of their own: a list reads none. */
export function createAttempts(db: Db) {
  const one = db.prepare<[number], Row>(`SELECT ${COLUMNS} FROM attempt WHERE id = ?`);
  const ofDelivery = db.prepare<[number], Row>(
    `SELECT ${COLUMNS} FROM attempt WHERE delivery_id = ? ORDER BY id DESC LIMIT 500`,
  );
  const answer = db.prepare<[number], Buffer>('SELECT body FROM answer WHERE attempt_id = ?').pluck();
  const pendingWhere = (rest: string) => `SELECT ${COLUMNS} FROM attempt WHERE kind = 'pending' ${rest}`;
  const due = db.prepare<[string, number, number], Row>(
    pendingWhere('AND lane = ? AND due_at <= ? ORDER BY due_at, id LIMIT ?'),
  );
  const nextDue = db
    .prepare<[string, number], number>(
      "SELECT due_at FROM attempt WHERE kind = 'pending' AND lane = ? AND due_at > ? ORDER BY due_at LIMIT 1",
    )
    .pluck();
  const pendingLanes = db
    .prepare<[], string>("SELECT DISTINCT lane FROM attempt WHERE kind = 'pending' AND lane IS NOT NULL")
    .pluck();
  const pendingReplays = db.prepare<{ runId: number | null }, Row>(
    pendingWhere('AND run_id IS NOT NULL AND run_id = coalesce(:runId, run_id) ORDER BY id'),
  );
  const endingWithServer = db.prepare<[], Row>(
    pendingWhere("AND (origin <> 'forward' OR destination_id IS NULL OR lane IS NULL) ORDER BY id"),
  );
  const insertRun = db.prepare('INSERT INTO run(created_at) VALUES (?)');
  const insertPending = db.prepare(
    `INSERT INTO attempt(delivery_id, destination_id, origin, run_id, url, method, headers, body_size, edited, started_at,
                         lane, due_at, kind, outcome)
     VALUES (?,?,?,?,?,?,?,?,?,?,?,?,'pending',?)`,
  );
  const settle = db.prepare("UPDATE attempt SET kind = ?, status = ?, outcome = ? WHERE id = ? AND kind = 'pending'");
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
    /** Begin a run, to which the attempts of one replay belong; returns its id. */
    insertRun: (createdAt: number): number => Number(insertRun.run(createdAt).lastInsertRowid),
    insertPending(attempt: DueAttempt): number {
      const { lastInsertRowid } = insertPending.run(
        attempt.deliveryId,
        attempt.destinationId,
        attempt.origin,
        attempt.runId,
        attempt.url,
        attempt.method,
        JSON.stringify(attempt.headers),
        attempt.bodySizeBytes,
        attempt.edited ? 1 : 0,
        attempt.startedAt,
        attempt.lane,
        attempt.dueAt,
        PENDING,
      );
      return Number(lastInsertRowid);
    },
    /** Settle a pending attempt; one that is settled stays as it is. */
    settle(id: number, outcome: Outcome, answerBody: Uint8Array | null): boolean {
      const status = outcome.kind === 'answered' ? outcome.status : null;
      if (settle.run(outcome.kind, status, JSON.stringify(outcome), id).changes === 0) return false;
      if (answerBody !== null && answerBody.length > 0) insertAnswer.run(id, answerBody);
      return true;
    },
    /** What is due in a lane at `now`, in its order; at most `limit`. */
    due: (lane: string, now: number, limit: number): Attempt[] => due.all(lane, now, limit).map(toAttempt),
    /** When the next one of a lane is due after `now`; null where none is. */
    nextDue: (lane: string, now: number): number | null => nextDue.get(lane, now) ?? null,
    pendingLanes: (): string[] => pendingLanes.all() as unknown as string[],
    /** Pending replays, of one run or of all. */
    pendingReplays: (runId: number | null): Attempt[] => pendingReplays.all({ runId }).map(toAttempt),
    /** What is pending and does not go on after the server's end: all but forwards to a stored destination. */
    endingWithServer: (): Attempt[] => endingWithServer.all().map(toAttempt),
  };
}
