/** Raised where summaries or text are made otherwise than before: an index of an earlier version is built anew, once. */
export const INDEX_VERSION = 6;

/**
 * The schema of `index.db`: all of it derived from `hookglass.db`, so it may be deleted at any time and is then built anew.
 * `described` and `indexed` in `progress` are the last delivery ids that have a summary and are in the text index; `unmerged` is 1
 * while words of deleted deliveries may stand in it; `purged` is the last row of the truth's log of purges that was taken up.
 * The text index is FTS5 with trigrams, so that any three characters in a row are found (SQLite, "FTS5", 4.3.4); its columns
 * are those of `searchableText`. `partly` has the deliveries of whose body only the beginning is in it.
 */
export const INDEX_SCHEMA = `
  CREATE TABLE summary (
    id INTEGER PRIMARY KEY,
    endpoint_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    method TEXT NOT NULL,
    target TEXT NOT NULL,
    content_type TEXT,
    size INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    reply_status INTEGER,
    flags INTEGER NOT NULL,
    provider TEXT,
    event TEXT,
    resource TEXT,
    delivery_key TEXT,
    attempt INTEGER,
    group_key TEXT,
    duplicate INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    stale INTEGER NOT NULL,
    code TEXT NOT NULL,
    sentence TEXT NOT NULL,
    cause TEXT,
    diagnosed INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX summary_group ON summary(group_key) WHERE group_key IS NOT NULL;
  CREATE INDEX summary_endpoint ON summary(endpoint_id, id);
  CREATE INDEX summary_undiagnosed ON summary(id) WHERE verdict = 'invalid' AND diagnosed = 0;
  CREATE TABLE judging (endpoint_id INTEGER PRIMARY KEY, next_id INTEGER NOT NULL, last_id INTEGER NOT NULL, done INTEGER NOT NULL, total INTEGER NOT NULL);
  CREATE TABLE judged_by (endpoint_id INTEGER PRIMARY KEY, basis TEXT NOT NULL);
  CREATE VIRTUAL TABLE text USING fts5(head, more, tokenize = 'trigram case_sensitive 1', content = '', contentless_delete = 1);
  CREATE TABLE partly (id INTEGER PRIMARY KEY);
  CREATE TABLE progress (key TEXT PRIMARY KEY, value INTEGER NOT NULL);
  INSERT INTO progress VALUES ('described', 0), ('indexed', 0), ('epoch', 0), ('unmerged', 0), ('purged', 0);
`;
