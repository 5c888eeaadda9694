import type { Case } from './hypothesis.ts';
import { signatureLines } from './signature-lines.ts';

const TIME_NAME = /time|date|(?:^|-)ts$/i;
/** Names of headers that hold the id of a delivery. */
export const ID_NAME = /(?:^|[-_])id$|delivery|nonce|idempotency|request-id/i;

/** `t=` with what follows it: a number with a fraction or exponent, or a date, which may hold commas and blanks. */
const STATED =
  /(?:^|[,;\s])(?:t|ts|v|timestamp)=(\d{9,20}(?:\.\d+)?|\d(?:\.\d+)?e\+?\d{1,2}|\d{4}-\d\d-\d\d[T ][\d:.]+ ?(?:Z|UTC|[+-]\d\d:?\d\d)?|\w{3}, \d\d \w{3} \d{4} [\d:]+ GMT)/g;

/** Timestamps that the header lines state, exactly as written: own headers, and `t=`, `ts=` or bare in a signature header. */
export function statedTimestamps(of: Case): readonly string[] {
  const found: string[] = [];
  for (const [name, value] of of.request.headers) {
    if (TIME_NAME.test(name) && value.length <= 40) found.push(value);
    for (const part of value.matchAll(STATED)) found.push((part[1] ?? '').trim());
  }
  for (const [, value] of signatureLines(of.request)) {
    const bare = /(?:^|[,;\s])(1\d{9}(?:\d{3})?)(?=[,;.:\s])/.exec(value.slice(0, 4_096));
    if (bare !== null) found.push(bare[1] ?? '');
  }
  return unique(found).slice(0, 4);
}

/** Ids that the header lines state. */
export const statedIds = (of: Case): readonly string[] =>
  unique(
    of.request.headers.filter(([name, value]) => ID_NAME.test(name) && value.length <= 128).map(([, value]) => value),
  ).slice(0, 6);

/** Whether the string that the provider signs contains one of these texts. */
export function isSigned(of: Case, texts: readonly string[]): boolean {
  const signed = of.evidence?.signed;
  return signed != null && texts.some((text) => Buffer.from(signed).includes(text, 0, 'latin1'));
}

export const unique = (texts: readonly string[]): readonly string[] =>
  [...new Set(texts)].filter((text) => text !== '');
