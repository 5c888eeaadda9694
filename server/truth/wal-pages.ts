import { closeSync, openSync, readSync, statSync } from 'node:fs';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const MAGIC = 0x377f0682;

/** The pages that a write-ahead log holds, as of its last commit. */
export interface WalPages {
  readonly pageSize: number;
  /** Pages of the whole database after that commit. */
  readonly pageCount: number;
  has(page: number): boolean;
  /** The database's header as of that commit; null where the log does not hold the first page. */
  readonly header: Buffer | null;
}

/**
 * Read which pages a write-ahead log holds, without opening the database: SQLite itself would write beside it.
 * null where it holds no commit. Frames left over from before the log was begun anew carry other salts and end the walk
 * (SQLite, "Database File Format", 4).
 */
export function readWalPages(file: string): WalPages | null {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size < HEADER_BYTES + FRAME_HEADER_BYTES) return null;
  const handle = openSync(file, 'r');
  try {
    const header = bytesAt(handle, 0, HEADER_BYTES);
    if ((header.readUInt32BE(0) & ~1) !== MAGIC) return null;
    const pageSize = header.readUInt32BE(8);
    const salts = header.subarray(16, 24);
    const offsets = new Map<number, number>();
    let uncommitted: [page: number, offset: number][] = [];
    let pageCount = 0;
    const step = FRAME_HEADER_BYTES + pageSize;
    for (let at = HEADER_BYTES; at + step <= size; at += step) {
      const frame = bytesAt(handle, at, FRAME_HEADER_BYTES);
      if (!frame.subarray(8, 16).equals(salts)) break;
      uncommitted.push([frame.readUInt32BE(0), at + FRAME_HEADER_BYTES]);
      if (frame.readUInt32BE(4) === 0) continue;
      pageCount = frame.readUInt32BE(4);
      for (const [page, offset] of uncommitted) offsets.set(page, offset);
      uncommitted = [];
    }
    if (pageCount === 0) return null;
    const first = offsets.get(1);
    const newestHeader = first === undefined ? null : bytesAt(handle, first, 100);
    return { pageSize, pageCount, has: (page) => offsets.has(page), header: newestHeader };
  } finally {
    closeSync(handle);
  }
}

/** Up to `length` bytes of an open file, from `offset`. */
export function bytesAt(handle: number, offset: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(handle, bytes, 0, length, offset));
}
