import type { SearchTerm } from '../contract/search-grammar.ts';
import { hasHeader, hasText, type Look } from './look-through.ts';
import { type ConditionContext, SUMMARY_CONDITIONS } from './search-conditions.ts';
import { foldText } from './text/fold-text.ts';
import { type IdWindow, type TextHits, toPhrase } from './text-hits.ts';

/** A condition over `summary AS s`, with its positional values. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/** A search over a window of ids: a delivery fits when the condition holds and, after that, every look. */
export interface CompiledSearch {
  /** null: every row. */
  readonly condition: Condition | null;
  readonly looks: readonly Look[];
  /** So few rows can fit that the condition names their ids. */
  readonly isRare: boolean;
  /** Only rows of one endpoint can fit, which an index on (endpoint_id, id) finds. */
  readonly isOfEndpoint: boolean;
}

interface SearchContext extends ConditionContext {
  readonly window: IdWindow;
  /** null: the text index does not cover the window. */
  readonly hits: TextHits | null;
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

/** A search for a window of ids. Throws Problem `bad-query` naming the term that makes no sense. */
export function compileSearch(terms: readonly SearchTerm[], context: SearchContext): CompiledSearch {
  const parts = terms.map((term) => compileTerm(term, context));
  const conditions = parts.flatMap(({ condition }) => condition ?? []);
  return {
    condition: conditions.length === 0 ? null : allOf(conditions),
    looks: parts.flatMap(({ look }) => look ?? []),
    isRare: parts.some(({ isRare }) => isRare),
    isOfEndpoint: terms.some(({ key, values, negated }) => key === 'endpoint' && values.length === 1 && !negated),
  };
}

/** Conditions that must all hold, as one. */
export function allOf(conditions: readonly Condition[]): Condition {
  return join(conditions, ' AND ');
}

/** What a term asks of the summary and of the delivery itself; with both, the condition only narrows the look. */
interface Part {
  readonly condition: Condition | null;
  readonly look: Look | null;
  readonly isRare: boolean;
}

function compileTerm(term: SearchTerm, context: SearchContext): Part {
  if (term.key === null) return compileText(term, context);
  if (term.key === 'header') return compileHeader(term, context);
  const compile = SUMMARY_CONDITIONS[term.key];
  const condition = join(
    term.values.map((value) => compile(value, context)),
    ' OR ',
  );
  const isRare = term.key === 'id' && !term.negated && term.values.every((value) => !value.includes('.'));
  return { condition: term.negated ? negate(condition) : condition, look: null, isRare };
}

/** Three characters are what the index can answer; it is asked only where it covers the window. */
const isIndexed = (folded: string): boolean => [...folded].length >= 3;

function compileText({ values, negated }: SearchTerm, { hits, window }: SearchContext): Part {
  const folded = foldText(values.join(','));
  if (hits === null || !isIndexed(folded)) return lookOnly(hasText(folded), negated);
  return fromIndex([toPhrase(folded)], negated, hits, window);
}

/** `header:name` is a phrase of the index; what a value is part of, the delivery itself tells. */
function compileHeader({ values, negated }: SearchTerm, { hits, window }: SearchContext): Part {
  const wanted = values.map((value) => {
    const equals = value.indexOf('=');
    const name = foldText(equals < 0 ? value : value.slice(0, equals));
    return { name, content: equals < 0 ? '' : foldText(value.slice(equals + 1)) };
  });
  const look: Look = (delivery) => wanted.some(({ name, content }) => hasHeader(name, content)(delivery));
  const byName = wanted.every(({ content }) => content === '');
  if (hits === null || (negated && !byName)) return lookOnly(look, negated);
  const expressions = wanted.map(({ name, content }) => {
    const line = `head : ${toPhrase(`\n${name}: `)}`;
    return isIndexed(content) ? `(${line}) AND ${toPhrase(content)}` : line;
  });
  return { ...fromIndex(expressions, negated, hits, window), look: byName ? null : look };
}

function lookOnly(look: Look, negated: boolean): Part {
  return { condition: null, look: negated ? (delivery) => !look(delivery) : look, isRare: false };
}

function fromIndex(expressions: readonly string[], negated: boolean, hits: TextHits, window: IdWindow): Part {
  const condition = join(
    expressions.map((expression) => hits.condition(expression, window)),
    ' OR ',
  );
  const isRare = !negated && expressions.every(hits.isRare);
  return { condition: negated ? negate(condition) : condition, look: null, isRare };
}

function negate({ sql, values }: Condition): Condition {
  return { sql: `NOT coalesce((${sql}), 0)`, values };
}

function join(conditions: readonly Condition[], by: ' AND ' | ' OR '): Condition {
  return {
    sql: conditions.map(({ sql }) => `(${sql})`).join(by),
    values: conditions.flatMap(({ values }) => values),
  };
}
