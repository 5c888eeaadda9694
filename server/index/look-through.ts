import { decodeHead } from '../describe/head.ts';
import type { Db } from '../truth/open-database.ts';
import { type SearchableText, STORED_TEXT_COLUMNS, type StoredText, searchableText } from './searchable-text.ts';
import { foldText } from './text/fold-text.ts';
import { shownHeader } from './text/shown-header.ts';
import { isDamage } from './walk-rows.ts';

/** A delivery that is looked through for what no index covers; each part of it is read when it is asked for. */
export interface Looked {
  /** About how much of it was read so far. */
  readonly readBytes: number;
  text(): Pick<SearchableText, 'head' | 'more'>;
  /** Folded names, each with its folded values: as received, and as shown where that differs. */
  headers(): readonly (readonly [name: string, ...values: string[]])[];
}

/** Whether a delivery fits a term. */
export type Look = (delivery: Looked) => boolean;

/** Returns a function that opens a delivery of the truth for looking through it. One that is gone has no text and no headers. */
export function createOpener(truth: Db): (id: number) => Looked {
  const whole = truth.prepare<[number], StoredText>(`SELECT ${STORED_TEXT_COLUMNS} FROM delivery WHERE id = ?`);
  const headOnly = truth.prepare<[number], string>('SELECT head FROM delivery WHERE id = ?').pluck();
  return (id) => {
    let text: Pick<SearchableText, 'head' | 'more'> | undefined;
    let headers: readonly (readonly [string, ...string[]])[] | undefined;
    let readBytes = 0;
    return {
      get readBytes() {
        return readBytes;
      },
      text() {
        const row = text === undefined ? readable(() => whole.get(id)) : undefined;
        text ??= row === undefined ? { head: '', more: '' } : searchableText(row);
        if (row !== undefined) readBytes += row.body.length + text.more.length;
        return text;
      },
      headers() {
        headers ??= decodeHead((readable(() => headOnly.get(id)) as string | undefined) ?? '').headers.map(
          ([name, value]) => [foldText(name), foldText(value), foldText(shownHeader(value))] as const,
        );
        return headers;
      },
    };
  };
}

/** A row that is damaged contains nothing. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isDamage(error)) return undefined;
    throw error;
  }
}

/** The folded text stands in the head, or in what there is more. */
export function hasText(folded: string): Look {
  return (delivery) => {
    const { head, more } = delivery.text();
    return head.includes(folded) || more.includes(folded);
  };
}

/** A header line of that folded name has that folded text in its value. */
export function hasHeader(name: string, value: string): Look {
  return (delivery) =>
    delivery
      .headers()
      .some(([line, ...contents]) => line === name && contents.some((content) => content.includes(value)));
}
