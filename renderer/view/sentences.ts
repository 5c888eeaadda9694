import type { DeliverySummary, LastAttempt } from '../../server/contract/delivery.ts';
import type { Verdict } from '../../server/contract/verdict.ts';
import { splitInvisibles } from './invisibles.ts';
import { formatSize } from './size.ts';
import { agoInWords } from './time.ts';

/** Meaning of a mark or badge; each has its own colour and is never told by colour alone. */
export type Meaning = 'ok' | 'warning' | 'bad' | 'info' | 'plain';

export interface Mark {
  readonly meaning: Meaning;
  readonly word: string;
}

/** A signature verdict as a mark. */
export function verdictMark({ kind, stale, code }: Verdict): Mark {
  if (kind === 'valid')
    return stale ? { meaning: 'warning', word: 'valid, but stale' } : { meaning: 'ok', word: 'valid' };
  if (kind === 'invalid') return { meaning: 'bad', word: 'invalid' };
  return { meaning: 'plain', word: code === 'not-signed' ? 'not signed' : 'not checked' };
}

/** A verdict as words that stand alone: `signature valid`, `not signed`. */
export function verdictWords(verdict: Verdict): string {
  const { word } = verdictMark(verdict);
  return word === 'not signed' ? word : `signature ${word}`;
}

/** With a capital at its beginning. */
export const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** How the last send ended, as a mark; null when nothing was sent. */
export function outcomeMark(attempt: LastAttempt | null): Mark | null {
  if (attempt === null) return null;
  if (attempt.outcome === 'pending') return { meaning: 'info', word: 'sending' };
  if (attempt.outcome === 'failed') return { meaning: 'bad', word: 'failed' };
  return { meaning: statusMeaning(attempt.status ?? 0), word: String(attempt.status ?? '') };
}

/** Whether an HTTP status is good news. */
export function statusMeaning(status: number): Meaning {
  if (status >= 500) return 'bad';
  if (status >= 400) return 'warning';
  if (status >= 300) return 'info';
  return status >= 200 ? 'ok' : 'plain';
}

/** Beyond these a line is cut: a browser cannot draw one of some hundred thousand characters. */
const LONGEST_LINE = 600;

/** A text that stands on one line. */
export const oneLine = (text: string): string =>
  text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE).toWellFormed()}…` : text;

/** What a row leads with: the event, or the path and query of the request. */
export function headline(delivery: DeliverySummary): string {
  if (delivery.flags.includes('malformed'))
    return delivery.target === '' ? 'Malformed request' : oneLine(delivery.target);
  return oneLine(delivery.event ?? pathBelow(delivery.target));
}

/** The part of a target below its endpoint: `/e/<slug>/orders?x=1` gives `/orders?x=1`, the bare endpoint `/`. */
export function pathBelow(target: string): string {
  const below = /^\/e\/[^/?#]+(.*)$/s.exec(target)?.[1];
  if (below === undefined) return target;
  return below === '' ? '/' : below;
}

/** Small labels that a row carries besides its marks. */
export function rowBadges(delivery: DeliverySummary): readonly Mark[] {
  const badges: Mark[] = [];
  if (delivery.duplicate > 1) badges.push({ meaning: 'plain', word: `×${delivery.duplicate}` });
  for (const flag of delivery.flags) badges.push({ meaning: 'warning', word: flag });
  if (delivery.note !== '') badges.push({ meaning: 'plain', word: 'note' });
  return badges;
}

/** A row as one sentence, for people who hear the list. */
export function rowSentence(delivery: DeliverySummary, providerName: string | null, nowMs: number): string {
  const parts = [`${delivery.method} ${plain(headline(delivery))}`];
  if (providerName !== null) parts[0] += ` from ${providerName}`;
  if (delivery.resource !== null) parts.push(plain(oneLine(delivery.resource)));
  parts.push(verdictWords(delivery.verdict));
  const sent = outcomeMark(delivery.lastAttempt);
  if (sent !== null) parts.push(sent.word === 'sending' ? 'being sent' : `last send ${sent.word}`);
  if (delivery.duplicate > 1) parts.push(`delivery ${delivery.duplicate} of the same event`);
  parts.push(...delivery.flags);
  parts.push(formatSize(delivery.sizeBytes), agoInWords(delivery.at, nowMs));
  if (delivery.pinned) parts.push('pinned');
  if (delivery.note !== '') parts.push('has a note');
  return parts.join(', ');
}

/** Text with its invisible characters spelled out, for labels that cannot hold marks. */
export function plain(text: string): string {
  return splitInvisibles(text)
    .map((piece) => (piece.kind === 'text' ? piece.text : `[${piece.label}]`))
    .join('');
}
