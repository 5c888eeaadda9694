import type { Connections } from './connections.ts';
import type { PruneRequest } from './protocol.ts';
import { FLAG_BITS } from './summary-rows.ts';

const DAY_MS = 86_400_000;
/** What a row takes beside its body, about. */
const ROW_BYTES = 1_024;
/** What a delivery takes with the answers to it. */
const STORED_BYTES = `s.size + ${ROW_BYTES} + coalesce((
  SELECT sum(length(n.body)) FROM truth.attempt AS t JOIN truth.answer AS n ON n.attempt_id = t.id WHERE t.delivery_id = s.id), 0)`;
/** Neither pinned, nor damaged: what is damaged stays until its owner has seen it. */
const MAY_GO = `s.id NOT IN (SELECT delivery_id FROM truth.mark WHERE pinned = 1) AND NOT s.flags & ${FLAG_BITS.damaged}`;

/** Returns the deliveries that retention lets go of now, oldest first and at most `limit`; pinned ones never. */
export function createPrunable({ index, truth }: Connections): (request: PruneRequest) => number[] {
  const number = (sql: string, ...values: number[]): number =>
    Number(
      index
        .prepare<unknown[], number>(sql)
        .pluck()
        .get(...values) ?? 0,
    );
  const ids = (sql: string, ...values: number[]): number[] =>
    index
      .prepare<unknown[], number>(sql)
      .pluck()
      .all(...values) as unknown as number[];
  const oldest = index.prepare<[], { id: number; size: number }>(
    `SELECT s.id, ${STORED_BYTES} AS size FROM summary AS s WHERE ${MAY_GO} ORDER BY s.id`,
  );

  const byAge = ({ settings: { keepDays }, nowMs, limit, isClockSteady = false }: PruneRequest): number[] => {
    if (keepDays === null) return [];
    const kept = keepDays * DAY_MS;
    const before = nowMs - kept;
    if (!isClockSteady && isOneJump(before, nowMs, kept)) return [];
    return ids(`SELECT s.id FROM summary AS s WHERE s.at < ? AND ${MAY_GO} ORDER BY s.id LIMIT ?`, before, limit);
  };
  /** Everything before a gap as long as the whole age that is kept: the clock may just have been set wrong. */
  const isOneJump = (before: number, nowMs: number, kept: number): boolean => {
    const last = number('SELECT max(at) FROM summary WHERE at < ?', before);
    const next = number('SELECT min(at) FROM summary WHERE at >= ?', before) || nowMs;
    return last > 0 && Math.min(next, nowMs) - last >= kept;
  };
  const byCount = ({ settings: { keepCount }, limit }: PruneRequest): number[] => {
    if (keepCount === null) return [];
    const over = number('SELECT count(*) FROM summary') - keepCount;
    return over <= 0
      ? []
      : ids(`SELECT s.id FROM summary AS s WHERE ${MAY_GO} ORDER BY s.id LIMIT ?`, Math.min(over, limit));
  };
  const bySize = ({ settings: { keepBytes }, limit }: PruneRequest): number[] => {
    if (keepBytes === null) return [];
    let over = usedBytes() - pinnedBytes() - keepBytes;
    const found: number[] = [];
    if (over <= 0) return found;
    for (const { id, size } of oldest.iterate()) {
      if (over <= 0 || found.length === limit) break;
      found.push(id);
      over -= size;
    }
    return found;
  };
  const pragma = (name: string): number => Number(truth.pragma(name, { simple: true }));
  /** Pages that are in use; those that were freed are filled again before the file grows. */
  const usedBytes = (): number => (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
  const pinnedBytes = (): number =>
    number(
      `SELECT sum(${STORED_BYTES}) FROM truth.mark AS m JOIN summary AS s ON s.id = m.delivery_id WHERE m.pinned = 1`,
    );

  return (request) =>
    [...new Set([...byAge(request), ...byCount(request), ...bySize(request)])].slice(0, request.limit);
}
