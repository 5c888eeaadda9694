import { type CaptureRow, createRowInsert, rowsWithin } from './insert-rows.ts';
import { type Db, isLocked } from './open-database.ts';
import { createPatience } from './patience.ts';
import { StoreClosed } from './store-closed.ts';

/** Called after the commit with the delivery's id, or with what went wrong; never before. */
export type Captured = (error: Error | null, id: number) => void;

export interface Writer {
  /** Store one delivery in the next group commit. */
  capture(row: CaptureRow, done: Captured): void;
  /** Run other writes in the next group commit, all or none of them. */
  write<T>(job: (db: Db) => T): Promise<T>;
  /** The id of the newest committed delivery. */
  lastId(): number;
  /** The end is near: nobody waits for another program's lock for longer than a moment any more. */
  hurry(): void;
  /** Write what still waits; what is asked of it later is answered with `StoreClosed`. */
  close(): void;
}

interface WriterOptions {
  readonly db: Db;
  readonly firstId: number;
  /** Told after each commit that stored deliveries. */
  readonly onCommit: (lastId: number, count: number) => void;
  /** Told of a `done` that threw; the others are told all the same. */
  readonly onThrown?: (error: unknown) => void;
  /** Told once each time that another program's lock is in the way for longer than a moment. */
  readonly onLocked?: () => void;
  /** How long a sender or a job waits for such a lock before it gets the error. */
  readonly patienceMs?: number;
}

interface Job {
  readonly run: () => void;
  readonly settle: (error: Error | null) => void;
}

/** SQLite copies what is bound, twice over: a commit takes no more than so many bytes at once. */
const BYTES_A_COMMIT = 33_554_432;
/** Other writes, of which one may be some hundred KB: what arrives meanwhile does not wait for all of them. */
const JOBS_A_COMMIT = 64;
/** A provider waits for 5 to 30 seconds, so nobody is left to answer after a minute. */
const PATIENCE_MS = 60_000;
const LOCKED_TRY_MS = 15;
const TOLD_AFTER_MS = 1_000;
/** At the end, what still waits for a lock gets this long. */
const LAST_WAIT_MS = 2_000;

/**
 * Group commit: what waits in the same turn of the event loop shares one transaction, and `done` is called after it.
 * With `synchronous = FULL` the transaction is on disk by then (SQLite, "Write-Ahead Logging", 2.1).
 * While another program holds the database, what waits is tried again from a timer: the loop goes on, and nothing is lost.
 */
export function createWriter({
  db,
  firstId,
  onCommit,
  onThrown = () => undefined,
  onLocked = () => undefined,
  patienceMs = PATIENCE_MS,
}: WriterOptions): Writer {
  // SQLite's own waiting would put the whole thread to sleep.
  db.pragma('busy_timeout = 0');
  const insertRows = createRowInsert(db);
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  let nextId = firstId;
  let committedId = firstId - 1;
  let rows: CaptureRow[] = [];
  let waiting: Captured[] = [];
  const jobs: Job[] = [];
  let scheduled = false;
  let locked = false;
  let closing = false;
  let closed = false;
  /** When a lock got in the way; infinite once it was told of. */
  let lockedSince: number | null = null;
  let mostPatienceMs = patienceMs;
  const patience = createPatience(() => mostPatienceMs);

  const schedule = (): void => {
    if (scheduled || locked) return;
    scheduled = true;
    setImmediate(flush);
  };

  const tell = (told: () => void): void => {
    try {
      told();
    } catch (error) {
      onThrown(error);
    }
  };

  const giveUp = (failure: Error, callbacks: readonly Captured[], work: readonly Job[]): void => {
    for (const done of callbacks) tell(() => done(failure, 0));
    for (const job of work) job.settle(failure);
  };

  const noteLock = (): void => {
    lockedSince ??= performance.now();
    if (performance.now() - lockedSince < TOLD_AFTER_MS) return;
    lockedSince = Number.POSITIVE_INFINITY;
    onLocked();
  };

  /** Begin a transaction. False where another program has the database: those who have waited too long are told, the others wait on. */
  const begun = (): boolean => {
    try {
      begin.run();
    } catch (error) {
      const failure = toError(error);
      const waits = isLocked(failure) && !closing;
      if (waits) noteLock();
      locked = waits;
      const overdue = waits
        ? patience.inVain({ rows: rows.length, jobs: jobs.length }, performance.now())
        : { rows: rows.length, jobs: jobs.length };
      rows.splice(0, overdue.rows);
      giveUp(failure, waiting.splice(0, overdue.rows), jobs.splice(0, overdue.jobs));
      if (waits) setTimeout(flush, LOCKED_TRY_MS);
      return false;
    }
    locked = false;
    lockedSince = null;
    patience.reset();
    return true;
  };

  function flush(): void {
    scheduled = false;
    if (rows.length === 0 && jobs.length === 0) {
      locked = false;
      return;
    }
    if (!begun()) return;
    const taken = rowsWithin(rows, BYTES_A_COMMIT);
    const batch = rows;
    const callbacks = waiting;
    const work = jobs.splice(0, JOBS_A_COMMIT);
    rows = batch.splice(taken);
    waiting = callbacks.splice(taken);
    if (rows.length > 0 || jobs.length > 0) schedule();
    const startId = nextId;
    const settled: (Error | null)[] = [];
    try {
      insertRows(batch, startId);
      for (const job of work) settled.push(runJob(db, job));
      commit.run();
    } catch (error) {
      if (db.inTransaction) db.exec('ROLLBACK');
      giveUp(toError(error), callbacks, work);
      return;
    }
    nextId = startId + batch.length;
    for (let at = 0; at < callbacks.length; at++) tell(() => (callbacks[at] as Captured)(null, startId + at));
    work.forEach((job, at) => {
      job.settle(settled[at] ?? null);
    });
    if (batch.length > 0) {
      committedId = nextId - 1;
      onCommit(committedId, batch.length);
    }
  }

  return {
    capture(row, done) {
      if (closed) return tell(() => done(new StoreClosed(), 0));
      rows.push(row);
      waiting.push(done);
      schedule();
    },
    write(job) {
      return new Promise((resolve, reject) => {
        if (closed) return reject(new StoreClosed());
        let result: ReturnType<typeof job>;
        jobs.push({
          run: () => {
            result = job(db);
          },
          settle: (error) => (error === null ? resolve(result) : reject(error)),
        });
        schedule();
      });
    },
    lastId: () => committedId,
    hurry() {
      mostPatienceMs = Math.min(patienceMs, LAST_WAIT_MS);
    },
    close() {
      closing = true;
      if (locked) db.pragma(`busy_timeout = ${LAST_WAIT_MS}`);
      while (scheduled || locked) flush();
      closed = true;
    },
  };
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

function runJob(db: Db, job: Job): Error | null {
  db.exec('SAVEPOINT job');
  try {
    job.run();
    return null;
  } catch (error) {
    db.exec('ROLLBACK TO job');
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    db.exec('RELEASE job');
  }
}
