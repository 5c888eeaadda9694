import { createHash } from 'node:crypto';
import { checkValueOf } from '../truth/check-value.ts';
import type { Db } from '../truth/open-database.ts';
import type { Connections } from './connections.ts';
import { FLAG_BITS } from './summary-rows.ts';
import { isDamage } from './walk-rows.ts';

interface Kept {
  readonly at: number;
  readonly head: string;
  readonly body: Buffer;
  readonly crc: number | null;
}

/** A large body is read in many ranges; each pass over it holds for this long. */
const HOLDS_MS = 5_000;
const KEPT = 64;

/** Compares what is stored with what was captured, whenever it is read. */
export interface Intact {
  /** Whether a delivery's bytes are those that were captured. What is found out is kept as the flag `damaged`. */
  check(id: number): boolean;
}

/** Keep the flags of a delivery that was found to be, or no more to be, what was captured. */
export type KeepFlags = (id: number, flags: number) => void;

/** Writes them; `onChanged` is told of each delivery whose flags changed. */
export function createFlagKeeper(index: Db, onChanged: (id: number) => void): KeepFlags {
  const setFlags = index.prepare('UPDATE summary SET flags = ? WHERE id = ?');
  return (id, flags) => {
    try {
      setFlags.run(flags, id);
      onChanged(id);
    } catch {
      // The list learns of it at the next read; who reads now is told all the same.
    }
  };
}

/**
 * Two witnesses: the check value that was committed with the row, and the SHA-256 that the index took when it described it.
 * Rows of earlier versions have the second one alone.
 */
export function createIntact({ index, truth }: Connections, keepFlags: KeepFlags): Intact {
  const kept = truth.prepare<[number], Kept>('SELECT at, head, body, crc FROM delivery WHERE id = ?');
  const known = index.prepare<[number], { sha256: Buffer; flags: number }>(
    'SELECT sha256, flags FROM summary WHERE id = ?',
  );
  const recent = new Map<number, { readonly intact: boolean; readonly atMs: number }>();

  const isIntact = (id: number, sha256: Buffer): boolean => {
    try {
      const row = kept.get(id);
      if (row === undefined) return true;
      if (row.crc !== null && checkValueOf(row) !== row.crc) return false;
      return createHash('sha256').update(row.body).digest().equals(sha256);
    } catch (error) {
      if (isDamage(error)) return false;
      throw error;
    }
  };

  return {
    check(id) {
      const now = performance.now();
      const held = recent.get(id);
      if (held !== undefined && now - held.atMs < HOLDS_MS) return held.intact;
      const summary = known.get(id);
      if (summary === undefined) return true;
      const intact = isIntact(id, summary.sha256);
      recent.delete(id);
      recent.set(id, { intact, atMs: now });
      if (recent.size > KEPT) recent.delete(recent.keys().next().value as number);
      const flags = intact ? summary.flags & ~FLAG_BITS.damaged : summary.flags | FLAG_BITS.damaged;
      if (flags !== summary.flags) keepFlags(id, flags);
      return intact;
    },
  };
}
