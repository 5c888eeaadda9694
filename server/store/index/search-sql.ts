import { Problem } from '../../contract/problem.ts';
import { parseSearch, type SearchKey, type SearchTerm } from '../../contract/search-grammar.ts';
import { readMoment } from './search-moment.ts';
import { FLAG_BITS } from './summary-rows.ts';
import { type TextHits, toPhrase } from './text-hits.ts';

/** A condition over `summary AS s`, with its positional values. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

interface SearchContext {
  readonly nowMs: number;
  /** Last delivery id that the text index covers; later ones are looked through one by one. */
  readonly indexedId: number;
  /** The endpoints that a name, slug or id stands for. */
  readonly endpointIds: (word: string) => readonly number[];
  readonly hits: TextHits;
}

/**
 * Rows that are neither deleted nor of a deleted endpoint. The plus signs keep the planner from an index that would make it
 * sort every row (SQLite, "The SQLite Query Optimizer Overview", 3): lists walk from the newest id.
 */
export const VISIBLE: Condition = {
  sql: `+s.endpoint_id IN (SELECT id FROM truth.endpoint WHERE deleted_at IS NULL)
    AND +s.id NOT IN (SELECT delivery_id FROM truth.mark WHERE deleted_at IS NOT NULL)`,
  values: [],
};

/** A search as one condition. Throws Problem `bad-query` naming the term that makes no sense. */
export function compileSearch(query: string, context: SearchContext): Condition | null {
  const parts = parseSearch(query).map((term) => compileTerm(term, context));
  if (parts.length === 0) return null;
  return { sql: parts.map((part) => `(${part.sql})`).join(' AND '), values: parts.flatMap((part) => part.values) };
}

function compileTerm(term: SearchTerm, context: SearchContext): Condition {
  const one = (value: string): Condition =>
    term.key === null ? compileText(value, context) : COMPILERS[term.key](value, context);
  const parts = term.values.map(one);
  const sql = parts.map((part) => `(${part.sql})`).join(' OR ');
  return { sql: term.negated ? `NOT coalesce((${sql}), 0)` : sql, values: parts.flatMap((part) => part.values) };
}

function compileText(text: string, { indexedId, hits }: SearchContext): Condition {
  const needle = text.replaceAll('\0', '');
  const lowered = needle.toLowerCase();
  if ([...needle].length < 3) return { sql: 'has_text(s.id, ?)', values: [lowered] };
  const term = hits.termFor(needle);
  const rest = `ELSE has_text(s.id, ?) END`;
  if (term !== null) {
    return {
      sql: `CASE WHEN s.id <= ${indexedId} THEN s.id IN (SELECT id FROM temp.hit WHERE term = ${term}) ${rest}`,
      values: [lowered],
    };
  }
  return {
    sql: `CASE WHEN s.id <= ${indexedId} THEN s.id IN (SELECT rowid FROM text WHERE text MATCH ?) ${rest}`,
    values: [toPhrase(needle), lowered],
  };
}

type Compiler = (value: string, context: SearchContext) => Condition;

const COMPILERS: Readonly<Record<SearchKey, Compiler>> = {
  method: (value) => ({ sql: 's.method = ? COLLATE NOCASE', values: [value] }),
  endpoint: (value, { endpointIds }) => {
    const ids = endpointIds(value);
    // One id is looked up in the index on (endpoint_id, id), in order; several are picked out on the way.
    if (ids.length === 1) return { sql: 's.endpoint_id = ?', values: ids };
    return { sql: `+s.endpoint_id IN (${ids.map(() => '?').join(', ')})`, values: ids };
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
  cause: (value) => ({ sql: 's.cause = ? OR s.code = ?', values: [value, value] }),
  outcome: (value) => outcome(value.toLowerCase()),
  status: (value) => statusRange('s.reply_status', value) ?? fail('status', value),
  header: (value) => {
    const equals = value.indexOf('=');
    const name = equals < 0 ? value : value.slice(0, equals);
    return {
      sql: 'has_header(s.id, ?, ?)',
      values: [name.toLowerCase(), equals < 0 ? '' : value.slice(equals + 1).toLowerCase()],
    };
  },
  type: (value) => ({ sql: "instr(lower(coalesce(s.content_type, '')), ?) > 0", values: [value.toLowerCase()] }),
  size: (value) => size(value),
  after: (value, { nowMs }) => ({ sql: 's.at >= ?', values: [moment('after', value, nowMs)] }),
  before: (value, { nowMs }) => ({ sql: 's.at < ?', values: [moment('before', value, nowMs)] }),
  is: (value) => IS[value.toLowerCase()] ?? fail('is', value),
  id: (value) => {
    const match = /^(\d{1,15})(?:(\.\.)(\d{1,15})?)?$/.exec(value);
    if (match === null) return fail('id', value);
    const first = Number(match[1]);
    if (match[2] === undefined) return { sql: 's.id = ?', values: [first] };
    const last = match[3] === undefined ? Number.MAX_SAFE_INTEGER : Number(match[3]);
    return last < first ? fail('id', value) : { sql: 's.id BETWEEN ? AND ?', values: [first, last] };
  },
};

const IS: Readonly<Record<string, Condition>> = {
  pinned: { sql: 's.id IN (SELECT delivery_id FROM truth.mark WHERE pinned = 1)', values: [] },
  noted: { sql: "s.id IN (SELECT delivery_id FROM truth.mark WHERE note <> '')", values: [] },
  duplicate: { sql: 's.duplicate > 1', values: [] },
  truncated: { sql: `s.flags & ${FLAG_BITS.truncated}`, values: [] },
  aborted: { sql: `s.flags & ${FLAG_BITS.aborted}`, values: [] },
  malformed: { sql: `s.flags & ${FLAG_BITS.malformed}`, values: [] },
  surplus: { sql: `s.flags & ${FLAG_BITS.surplus}`, values: [] },
  damaged: { sql: `s.flags & ${FLAG_BITS.damaged}`, values: [] },
  sent: { sql: 's.id IN (SELECT delivery_id FROM truth.attempt)', values: [] },
};

const LAST_ATTEMPT =
  'SELECT delivery_id FROM truth.attempt AS t WHERE t.id = (SELECT max(id) FROM truth.attempt WHERE delivery_id = t.delivery_id)';

function outcome(value: string): Condition {
  if (value === 'none') return { sql: 's.id NOT IN (SELECT delivery_id FROM truth.attempt)', values: [] };
  if (value === 'pending' || value === 'answered' || value === 'failed') {
    return { sql: `s.id IN (${LAST_ATTEMPT} AND t.kind = ?)`, values: [value] };
  }
  const range = statusRange('t.status', value);
  return range === null
    ? fail('outcome', value)
    : { sql: `s.id IN (${LAST_ATTEMPT} AND ${range.sql})`, values: range.values };
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

function glob(column: string, value: string): Condition {
  if (!value.includes('*')) return { sql: `${column} = ? COLLATE NOCASE`, values: [value] };
  const pattern = value.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%');
  return { sql: `${column} LIKE ? ESCAPE '\\'`, values: [pattern] };
}

const EXAMPLES: Partial<Record<SearchKey, string>> = {
  verdict: 'valid, invalid, unchecked or stale',
  outcome: 'none, pending, answered, failed, 2xx or 500',
  status: '200 or 4xx',
  size: '>10kb, <=1mb or 0',
  after: '2026-11-21, 2026-11-21T14:02 or 2h',
  before: '2026-11-21, 2026-11-21T14:02 or 2h',
  is: Object.keys(IS).join(', '),
  id: '12 or 10..20',
};

function fail(key: SearchKey, value: string): never {
  throw new Problem('bad-query', `${key}:${value} makes no sense; write ${key}: with ${EXAMPLES[key] ?? 'a value'}`);
}
