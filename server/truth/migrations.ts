/**
 * The schema of `hookglass.db`, one step a version (`PRAGMA user_version`). Steps are never edited once released: add one.
 *
 * Ids are never used again (AUTOINCREMENT; for deliveries `highest-id` in `setting`), so what names one can only mean that one.
 * `delivery` is the only hot table: eight values a row, no secondary index, so that a capture costs one insert.
 * `head` is "<method> <target> <version>" and then name and value of each header line, all separated by \n, which none of them
 * can contain (RFC 9112, 5). `meta` is JSON for what is rare (trailers, truncation, a malformed request), else null.
 */
export const TRUTH_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE delivery (
    id INTEGER PRIMARY KEY,
    endpoint_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    status INTEGER,
    head TEXT NOT NULL,
    body BLOB NOT NULL,
    meta TEXT
  );
  CREATE TABLE endpoint (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    provider TEXT,
    paused INTEGER NOT NULL DEFAULT 0,
    reply TEXT NOT NULL,
    forward_to INTEGER,
    created_at INTEGER NOT NULL,
    deleted_at INTEGER
  );
  CREATE TABLE secret (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    endpoint_id INTEGER NOT NULL REFERENCES endpoint(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL
  );
  CREATE TABLE mark (
    delivery_id INTEGER PRIMARY KEY,
    pinned INTEGER NOT NULL DEFAULT 0,
    note TEXT NOT NULL DEFAULT '',
    deleted_at INTEGER
  );
  CREATE TABLE destination (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    timeout_ms INTEGER NOT NULL,
    header_rule TEXT NOT NULL,
    extra_headers TEXT NOT NULL,
    created_at INTEGER NOT NULL
  );
  CREATE TABLE attempt (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    delivery_id INTEGER NOT NULL,
    destination_id INTEGER,
    origin TEXT NOT NULL,
    url TEXT NOT NULL,
    method TEXT NOT NULL,
    headers TEXT NOT NULL,
    body_size INTEGER NOT NULL,
    edited INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    status INTEGER,
    outcome TEXT NOT NULL,
    answer BLOB
  );
  CREATE INDEX attempt_delivery ON attempt(delivery_id, id);
  CREATE TABLE feed (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL
  );
  CREATE TABLE saved_search (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, query TEXT NOT NULL);
  CREATE TABLE allowed_host (host TEXT PRIMARY KEY);
  CREATE TABLE session (token_hash BLOB PRIMARY KEY, created_at INTEGER NOT NULL);
  CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL);
  `,
  `
  CREATE TABLE recipe (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    recipe TEXT NOT NULL,
    created_at INTEGER NOT NULL
  );
  `,
  `
  CREATE TABLE tunnel_gap (
    id INTEGER PRIMARY KEY,
    began INTEGER NOT NULL,
    ended INTEGER,
    reason TEXT NOT NULL
  );
  ALTER TABLE endpoint ADD COLUMN limits TEXT;
  `,
  `
  CREATE TABLE tunnel_opening (
    id INTEGER PRIMARY KEY,
    began INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    ended INTEGER
  );
  `,
  // The sessions so far end here, once: the gate of earlier versions gave some of them to callers without a token.
  `
  DROP TABLE session;
  CREATE TABLE session (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL
  );
  `,
  // The check value of `check-value.ts`; null in rows of earlier versions.
  'ALTER TABLE delivery ADD COLUMN crc INTEGER',
  // What is pending, and how the last attempt of a delivery ended, is read from indexes: an answer may be megabytes.
  // A folder that was unlimited stays so.
  `
  CREATE INDEX attempt_pending ON attempt(id) WHERE kind = 'pending';
  CREATE INDEX attempt_last ON attempt(delivery_id, id, kind, status);
  DROP INDEX attempt_delivery;
  INSERT OR IGNORE INTO setting(key, value)
    SELECT 'settings', '{"keepBytes":null}' WHERE EXISTS (SELECT 1 FROM endpoint);
  `,
  // The bodies of answers, which lists of attempts never read.
  `
  CREATE TABLE answer (
    attempt_id INTEGER PRIMARY KEY REFERENCES attempt(id) ON DELETE CASCADE,
    body BLOB NOT NULL
  );
  INSERT INTO answer(attempt_id, body) SELECT id, answer FROM attempt WHERE length(answer) > 0;
  ALTER TABLE attempt DROP COLUMN answer;
  `,
  // What is gone for good, so that the index learns of it after any end.
  'CREATE TABLE purged (seq INTEGER PRIMARY KEY AUTOINCREMENT, first INTEGER NOT NULL, last INTEGER NOT NULL)',
  // Arrivals need no row in the log any more: each row says which deliveries come before it, those from before now all of them.
  // A log that was cut short may not tell how far it had come. Its first row only says where the counting begins.
  `
  ALTER TABLE feed ADD COLUMN arrived INTEGER NOT NULL DEFAULT 0;
  UPDATE feed SET arrived = coalesce(
    (SELECT max(last) FROM feed WHERE kind = 'arrived'),
    (SELECT max(id) FROM delivery WHERE (SELECT min(seq) FROM feed) > 1),
    0
  );
  INSERT INTO feed(seq, kind, first, last, arrived)
    SELECT coalesce(min(seq), 1) - 1, 'status', 0, 0, coalesce(max(arrived), 0) FROM feed;
  CREATE TABLE follower (name TEXT PRIMARY KEY, done INTEGER NOT NULL);
  INSERT INTO follower(name, done) SELECT 'forward', max(arrived) FROM feed;
  ALTER TABLE endpoint ADD COLUMN forward_after INTEGER NOT NULL DEFAULT 0;
  `,
  // Sends that are pending are taken from here when they are due, each lane at its own pace.
  `
  CREATE TABLE run (id INTEGER PRIMARY KEY AUTOINCREMENT, created_at INTEGER NOT NULL);
  ALTER TABLE attempt ADD COLUMN run_id INTEGER;
  ALTER TABLE attempt ADD COLUMN lane TEXT;
  ALTER TABLE attempt ADD COLUMN due_at INTEGER;
  DROP INDEX attempt_pending;
  CREATE INDEX attempt_due ON attempt(lane, due_at, id, run_id) WHERE kind = 'pending';
  `,
];
