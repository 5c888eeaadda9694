import { decodeHead } from '../head.ts';
import type { Connections } from './connections.ts';
import { searchableText } from './searchable-text.ts';

/** Time after which looking through rows one by one gives up, so that a search always answers. */
const LOOK_THROUGH_MS = 150;

/** Bounds the functions below; `ranOut` tells that some rows were not looked at. */
export interface LookThrough {
  start(budgetMs?: number): void;
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
  const inTime = (): boolean => {
    if (performance.now() < until) return true;
    ranOut = true;
    return false;
  };
  index.function('has_text', (id, needle) => {
    if (!inTime()) return 0;
    const row = whole.get(Number(id));
    return row !== undefined && searchableText(row.head, row.body).toLowerCase().includes(String(needle)) ? 1 : 0;
  });
  index.function('has_header', (id, name, value) => {
    if (!inTime()) return 0;
    const { headers } = decodeHead((headOnly.get(Number(id)) as string | undefined) ?? '');
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
