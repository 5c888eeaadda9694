import { decodeHead } from '../head.ts';
import type { Connections } from './connections.ts';
import { searchableText } from './searchable-text.ts';
import { isDamage } from './walk-rows.ts';

/** Time after which looking through rows one by one gives up, so that a search always answers. */
const LOOK_THROUGH_MS = 150;

/** A row that is damaged contains nothing. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isDamage(error)) return undefined;
    throw error;
  }
}

/** Bounds the functions below. */
export interface LookThrough {
  start(budgetMs?: number): void;
  /** The time was over: the statement was ended, and the rows it had not come to were not looked at. */
  readonly ranOut: boolean;
}

/**
 * Add the SQL functions `has_text(id, needle)` and `has_header(id, name, value)`: both read the delivery itself, in any case of
 * letters, for what no index covers.
 */
export function addFunctions({ index, truth }: Connections): LookThrough {
  const whole = truth.prepare<[number], { head: string; body: Buffer }>('SELECT head, body FROM delivery WHERE id = ?');
  const headOnly = truth.prepare<[number], string>('SELECT head FROM delivery WHERE id = ?').pluck();
  let until = 0;
  let ranOut = false;
  // Ending the statement is the only way to stop it: an answer, of whichever kind, would be wrong for what was not read.
  const assertInTime = (): void => {
    if (performance.now() < until) return;
    ranOut = true;
    throw new Error('Looking through the deliveries took too long.');
  };
  index.function('has_text', (id, needle) => {
    assertInTime();
    const row = readable(() => whole.get(Number(id)));
    return row !== undefined && searchableText(row.head, row.body).toLowerCase().includes(String(needle)) ? 1 : 0;
  });
  index.function('has_header', (id, name, value) => {
    assertInTime();
    const { headers } = decodeHead((readable(() => headOnly.get(Number(id))) as string | undefined) ?? '');
    return headers.some(
      ([line, content]) => line.toLowerCase() === name && content.toLowerCase().includes(String(value)),
    )
      ? 1
      : 0;
  });
  return {
    start(budgetMs = LOOK_THROUGH_MS) {
      until = performance.now() + budgetMs;
      ranOut = false;
    },
    get ranOut() {
      return ranOut;
    },
  };
}
