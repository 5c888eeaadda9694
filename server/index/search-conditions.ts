import { Problem } from '../contract/problem.ts';
import type { SearchKey } from '../contract/search-grammar.ts';
import { readMoment } from './search-moment.ts';
import type { Condition } from './search-sql.ts';
import { FLAG_BITS } from './summary-rows.ts';
import { foldText } from './text/fold-text.ts';

export interface ConditionContext {
  readonly nowMs: number;
  /** The endpoints that a name, slug or id stands for. */
  readonly endpointIds: (word: string) => readonly number[];
}

/** Keys that the summary answers by itself; `header` and plain text need the delivery. */
export type SummaryKey = Exclude<SearchKey, 'header'>;

type Compiler = (value: string, context: ConditionContext) => Condition;

/** One value of a term as a condition over `summary AS s`. Each throws Problem `bad-query` for what makes no sense. */
export const SUMMARY_CONDITIONS: Readonly<Record<SummaryKey, Compiler>> = {
  method: (value) => ({ sql: 's.method = ? COLLATE NOCASE', values: [value] }),
  endpoint: (value, { endpointIds }) => {
    const ids = endpointIds(value);
    return { sql: `s.endpoint_id IN (${ids.map(() => '?').join(', ')})`, values: ids };
  },
  provider: (value) =>
    value.toLowerCase() === 'unknown'
      ? { sql: 's.provider IS NULL', values: [] }
      : { sql: 's.provider = ? COLLATE NOCASE', values: [value] },
  event: (value) => glob('s.event', value),
  resource: (value) => glob('s.resource', value),
  verdict: (value) => {
    const kind = value.toLowerCase();
    if (kind === 'stale') return { sql: 's.stale = 1', values: [] };
    if (kind !== 'valid' && kind !== 'invalid' && kind !== 'unchecked') return fail('verdict', value);
    return { sql: 's.verdict = ?', values: [kind] };
  },
  cause: (value) => ({ sql: 's.cause = ? COLLATE NOCASE OR s.code = ? COLLATE NOCASE', values: [value, value] }),
  outcome: (value) => outcome(value.toLowerCase()),
  status: (value) => statusRange('s.reply_status', value) ?? fail('status', value),
  type: (value) => ({ sql: "instr(lower(coalesce(s.content_type, '')), ?) > 0", values: [value.toLowerCase()] }),
  size: (value) => size(value),
  after: (value, { nowMs }) => ({ sql: 's.at >= ?', values: [moment('after', value, nowMs)] }),
  before: (value, { nowMs }) => ({ sql: 's.at < ?', values: [moment('before', value, nowMs)] }),
  is: (value) => IS.get(value.toLowerCase()) ?? fail('is', value),
  id: (value) => {
    const match = /^(\d{1,15})(?:(\.\.)(\d{1,15})?)?$/.exec(value);
    if (match === null) return fail('id', value);
    const first = Number(match[1]);
    if (match[2] === undefined) return { sql: 's.id = ?', values: [first] };
    const last = match[3] === undefined ? Number.MAX_SAFE_INTEGER : Number(match[3]);
    return last < first ? fail('id', value) : { sql: 's.id BETWEEN ? AND ?', values: [first, last] };
  },
};

/** Conditions that look up the marks or attempts of one delivery: read row by row, since neither table is bounded by the walk. */
const marked = (what: string): Condition => ({
  sql: `EXISTS (SELECT 1 FROM truth.mark AS k WHERE k.delivery_id = s.id AND ${what})`,
  values: [],
});
const SENT = 'EXISTS (SELECT 1 FROM truth.attempt AS t WHERE t.delivery_id = s.id)';

const IS: ReadonlyMap<string, Condition> = new Map([
  ['pinned', marked('k.pinned = 1')],
  ['noted', marked("k.note <> ''")],
  ['duplicate', { sql: 's.duplicate > 1', values: [] }],
  ['truncated', { sql: `s.flags & ${FLAG_BITS.truncated}`, values: [] }],
  ['aborted', { sql: `s.flags & ${FLAG_BITS.aborted}`, values: [] }],
  ['malformed', { sql: `s.flags & ${FLAG_BITS.malformed}`, values: [] }],
  ['surplus', { sql: `s.flags & ${FLAG_BITS.surplus}`, values: [] }],
  ['damaged', { sql: `s.flags & ${FLAG_BITS.damaged}`, values: [] }],
  ['sent', { sql: SENT, values: [] }],
]);

function outcome(value: string): Condition {
  if (value === 'none') return { sql: `NOT ${SENT}`, values: [] };
  const isKind = value === 'pending' || value === 'answered' || value === 'failed';
  const wanted = isKind ? { sql: 't.kind = ?', values: [value] } : statusRange('t.status', value);
  if (wanted === null) return fail('outcome', value);
  const last = 'SELECT max(id) FROM truth.attempt WHERE delivery_id = s.id';
  return {
    sql: `EXISTS (SELECT 1 FROM truth.attempt AS t WHERE t.id = (${last}) AND ${wanted.sql})`,
    values: wanted.values,
  };
}

function statusRange(column: string, value: string): Condition | null {
  const family = /^([1-5])xx$/i.exec(value);
  if (family !== null)
    return { sql: `${column} BETWEEN ? AND ?`, values: [Number(family[1]) * 100, Number(family[1]) * 100 + 99] };
  return /^\d{3}$/.test(value) ? { sql: `${column} = ?`, values: [Number(value)] } : null;
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1_024,
  k: 1_024,
  mb: 1_048_576,
  m: 1_048_576,
  gb: 1_073_741_824,
  g: 1_073_741_824,
};

function size(value: string): Condition {
  const match = /^(>=|<=|>|<|=)?(\d+(?:\.\d+)?)\s*([a-z]{0,2})$/i.exec(value);
  const unit = match === null ? undefined : UNITS[(match[3] ?? '').toLowerCase()];
  if (match === null || unit === undefined) return fail('size', value);
  return { sql: `s.size ${match[1] ?? '='} ?`, values: [Math.round(Number(match[2]) * unit)] };
}

function moment(key: SearchKey, value: string, nowMs: number): number {
  return readMoment(value, nowMs) ?? fail(key, value);
}

/** ASCII is compared by SQLite itself, in any case of letters; other letters need `folded`. */
function glob(column: string, value: string): Condition {
  const isAscii = /^[\x00-\x7f]*$/.test(value);
  const [subject, wanted] = isAscii ? [column, value] : [`folded(${column})`, foldText(value)];
  if (!value.includes('*')) return { sql: `${subject} = ? COLLATE NOCASE`, values: [wanted] };
  const pattern = wanted.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%');
  return { sql: `${subject} LIKE ? ESCAPE '\\'`, values: [pattern] };
}

const EXAMPLES: Partial<Record<SearchKey, string>> = {
  verdict: 'valid, invalid, unchecked or stale',
  outcome: 'none, pending, answered, failed, 2xx or 500',
  status: '200 or 4xx',
  size: '>10kb, <=1mb or 0',
  after: '2026-11-21, 2026-11-21T14:02 or 2h',
  before: '2026-11-21, 2026-11-21T14:02 or 2h',
  is: [...IS.keys()].join(', '),
  id: '12 or 10..20',
};

function fail(key: SearchKey, value: string): never {
  throw new Problem('bad-query', `${key}:${value} makes no sense; write ${key}: with ${EXAMPLES[key] ?? 'a value'}`);
}
