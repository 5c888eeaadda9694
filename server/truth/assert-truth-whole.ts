import { closeSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../contract/problem.ts';
import { CLOSED_FILE, COMMITTED_FILE, INDEX_FILE, KEY_FILE, TRUTH_FILE } from './data-folder.ts';
import { bytesAt, readWalPages } from './wal-pages.ts';

const HEADER_BYTES = 100;
const MAGIC = Buffer.from('SQLite format 3\0', 'latin1');
/** A folder with one of these is not a new one: the truth was there before them. */
const SIGNS = [`${TRUTH_FILE}-wal`, INDEX_FILE, KEY_FILE, CLOSED_FILE, COMMITTED_FILE];

/**
 * Tell loss from a beginning before SQLite opens anything: it takes an empty file for a new database and deletes the log
 * beside it. Only reads, and opens no database. `newestVersion` is the version of the schema that this program knows.
 * Throws Problem `data-lost` (gone, empty, cut short), `data-broken` (no database, or somebody else's) or `data-too-new`.
 */
export function assertTruthWhole(dataDir: string, newestVersion: number): void {
  const file = join(dataDir, TRUTH_FILE);
  const size = sizeOf(file);
  const sign = SIGNS.find((name) => (sizeOf(join(dataDir, name)) ?? 0) > 0);
  const lost = (what: string): Problem => new Problem('data-lost', `${file} ${what}`);
  if (size === null || size === 0) {
    if (sign !== undefined) throw lost(`is ${size === null ? 'missing' : 'empty'}, but ${sign} is there`);
    return;
  }
  const own = headerOf(file);
  if (!MAGIC.subarray(0, own.length).equals(own.subarray(0, MAGIC.length)))
    throw new Problem('data-broken', `${file} is no SQLite database`);
  if (own.length < HEADER_BYTES) throw lost(`has only ${size} bytes left`);
  const log = readWalPages(`${file}-wal`);
  const header = log?.header ?? own;
  const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  const pageCount = log?.pageCount ?? pageCountOf(header);
  const needed = pageSize * lastOutside(pageCount, log);
  if (size < needed) throw lost(`has ${size} of ${needed} bytes`);
  if (log === null && size % pageSize !== 0) throw lost(`ends within a page, after ${size} bytes`);
  const version = header.readUInt32BE(60);
  if (version > newestVersion) throw new Problem('data-too-new', file);
  if (version > 0) return;
  if (pageCount > 1) throw new Problem('data-broken', `${file} is the database of another program`);
  if (sign !== undefined) throw lost(`holds nothing, but ${sign} is there`);
}

/** The highest page that must stand in the database itself, since the log does not hold it. */
function lastOutside(pageCount: number, log: ReturnType<typeof readWalPages>): number {
  let page = pageCount;
  while (page > 0 && log?.has(page) === true) page--;
  return page;
}

/** Only valid where the last writer noted that it is (SQLite, "Database File Format", 1.3.7); 0 otherwise. */
function pageCountOf(header: Buffer): number {
  return header.readUInt32BE(24) === header.readUInt32BE(92) ? header.readUInt32BE(28) : 0;
}

function headerOf(file: string): Buffer {
  const handle = openSync(file, 'r');
  try {
    return bytesAt(handle, 0, HEADER_BYTES);
  } finally {
    closeSync(handle);
  }
}

const sizeOf = (file: string): number | null => statSync(file, { throwIfNoEntry: false })?.size ?? null;
