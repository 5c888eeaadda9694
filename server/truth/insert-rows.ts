import type { Statement } from 'better-sqlite3';
import type { StoredRequest } from '../describe/stored-request.ts';
import { checkValueOf } from './check-value.ts';
import type { Db } from './open-database.ts';

/** One request as the capture listener hands it over. */
export interface CaptureRow extends StoredRequest {
  readonly endpointId: number;
  /** Status the sender is going to be answered with; null when nobody is left to answer. */
  readonly status: number | null;
}

const COLUMNS = 8;
const ROWS_A_STATEMENT = 16;
/** SQLite copies what is bound, twice over: large bodies go one by one. */
const BYTES_A_STATEMENT = 1_048_576;

/** Returns a function that inserts rows within a transaction, with ids from `startId` on in their order. */
export function createRowInsert(db: Db): (rows: readonly CaptureRow[], startId: number) => void {
  const insertOne = prepareInsert(db, 1);
  const insertMany = prepareInsert(db, ROWS_A_STATEMENT);
  const insertRow = (row: CaptureRow, id: number): void =>
    void insertOne.run(id, row.endpointId, row.at, row.status, row.head, row.body, row.meta, checkValueOf(row));

  return (rows, startId) => {
    let at = 0;
    for (; at + ROWS_A_STATEMENT <= rows.length; at += ROWS_A_STATEMENT) {
      if (bytesOf(rows, at, at + ROWS_A_STATEMENT) > BYTES_A_STATEMENT) {
        for (let offset = 0; offset < ROWS_A_STATEMENT; offset++)
          insertRow(rows[at + offset] as CaptureRow, startId + at + offset);
        continue;
      }
      const values = new Array<unknown>(ROWS_A_STATEMENT * COLUMNS);
      for (let offset = 0; offset < ROWS_A_STATEMENT; offset++) {
        const row = rows[at + offset] as CaptureRow;
        const base = offset * COLUMNS;
        values[base] = startId + at + offset;
        values[base + 1] = row.endpointId;
        values[base + 2] = row.at;
        values[base + 3] = row.status;
        values[base + 4] = row.head;
        values[base + 5] = row.body;
        values[base + 6] = row.meta;
        values[base + 7] = checkValueOf(row);
      }
      insertMany.run(values);
    }
    for (; at < rows.length; at++) insertRow(rows[at] as CaptureRow, startId + at);
  };
}

/** How many rows from the front have bodies of at most `most` bytes together; at least one where there is any. */
export function rowsWithin(rows: readonly CaptureRow[], most: number): number {
  let bytes = 0;
  let at = 0;
  for (; at < rows.length; at++) {
    bytes += (rows[at] as CaptureRow).body.length;
    if (bytes > most && at > 0) break;
  }
  return at;
}

function bytesOf(rows: readonly CaptureRow[], from: number, to: number): number {
  let bytes = 0;
  for (let at = from; at < to; at++) bytes += (rows[at] as CaptureRow).body.length;
  return bytes;
}

function prepareInsert(db: Db, rows: number): Statement {
  const places = Array.from({ length: rows }, () => '(?,?,?,?,?,?,?,?)').join(',');
  return db.prepare(`INSERT INTO delivery(id, endpoint_id, at, status, head, body, meta, crc) VALUES ${places}`);
}
