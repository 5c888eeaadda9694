import type { HeaderLine } from '../../contract/delivery.ts';
import type { Check } from '../provider.ts';
import { type Reader, source } from '../reading/source.ts';
import { type View, viewOf } from '../reading/view.ts';
import { equalText } from './bytes.ts';
import { readTime, type TimeUnit, UNIT_FORM, writeTime } from './clock.ts';
import type { KeyRule } from './key.ts';
import { madeId } from './made-id.ts';
import { badCredential, evidence, fitting, invalid, malformedHeader, type Window } from './outcome.ts';
import type { Scheme } from './scheme.ts';
import { type Stated, type Template, template } from './template.ts';

/** What a delivery's signature headers hold. */
export interface Envelope extends Stated {
  readonly signatures: readonly string[];
}

/** How signature, time and id travel. `names` are the headers for sentences; `read` gives a Check when they are not there. */
export interface Wrapper {
  readonly names: readonly string[];
  carried(view: View): boolean;
  read(view: View, scheme: string): Envelope | Check;
  write(parts: { readonly signature: string; readonly timestamp: string; readonly id: string }): readonly HeaderLine[];
}

/** How the time of signing is stated and judged. `from` names a source in the delivery instead of the wrapper's timestamp. */
export interface TimeRule {
  readonly unit: TimeUnit;
  readonly toleranceS: number | null;
  readonly future?: 'accepted' | 'refused';
  readonly from?: string;
}

export interface KeyedOptions {
  readonly name: string;
  readonly wrapper: Wrapper;
  /** The signed string as a template, or a function where a template cannot say it. */
  readonly signed: string | Template;
  readonly key: KeyRule;
  compute(key: Uint8Array, signed: Uint8Array): string;
  readonly time?: TimeRule;
  /** What the scheme leaves unsigned, in a sentence. */
  readonly note?: string;
}

/** A scheme in which sender and receiver compute the same text from a shared key and a signed string. */
export function keyed(options: KeyedOptions): Scheme {
  const { name, wrapper, key, compute, time, note = null } = options;
  const build = typeof options.signed === 'string' ? template(options.signed) : options.signed;
  const timeFrom: Reader | null = time?.from === undefined ? null : source(time.from, '');
  const window = windowOf(time);
  return {
    name,
    proves: 'bytes',
    carried: (request) => wrapper.carried(viewOf(request)),
    check: (request, credential, nowMs) => {
      const view = viewOf(request);
      const envelope = wrapper.read(view, name);
      if ('kind' in envelope) return envelope;
      const stated = timeFrom === null ? envelope.timestamp : (timeFrom(view) ?? null);
      const timestampMs = time === undefined || stated === null ? null : readTime(stated, time.unit);
      if (time !== undefined && timeFrom === null && stated !== null && timestampMs === null)
        return malformedHeader(name, wrapper.names.at(-1)!, stated, `${UNIT_FORM[time.unit]} for its time`);
      const keys = key.keys(credential);
      if (keys === null) return badCredential(name, `The secret cannot be used: this scheme wants ${key.wants}.`);
      const signed = build(request, envelope);
      if (signed === null) return malformedHeader(name, wrapper.names[0]!, null, 'that this scheme signs with');
      const expected = keys.map((bytes) => compute(bytes, signed));
      const fits = anyEqual(expected, envelope.signatures);
      const found = evidence(name, {
        signed,
        expected: fits?.expected ?? expected[0]!,
        received: fits?.received ?? envelope.signatures.join(' '),
        timestampMs,
        toleranceMs: window?.toleranceMs ?? null,
      });
      if (fits !== null) return fitting(found, note, nowMs, window);
      return invalid('signature-differs', 'The signature does not fit these bytes and this secret.', found);
    },
    sign: (request, credential, nowMs) => {
      const timestamp = writeTime(nowMs, time?.unit ?? 's');
      const id = madeId(request, nowMs);
      const bytes = key.keys(credential)?.[0] ?? new Uint8Array(1);
      const signed = build(request, { timestamp, id }) ?? request.body;
      return { headers: wrapper.write({ signature: compute(bytes, signed), timestamp, id }) };
    },
  };
}

/** The window of a time rule; null when its provider sets none. */
export const windowOf = (time: TimeRule | undefined): Window | null =>
  time === undefined || time.toleranceS === null
    ? null
    : { toleranceMs: time.toleranceS * 1000, future: time.future ?? 'accepted' };

interface Pair {
  readonly expected: string;
  readonly received: string;
}

/** The first pair that is equal; every pair is compared in constant time. */
function anyEqual(expected: readonly string[], received: readonly string[]): Pair | null {
  let found: Pair | null = null;
  for (const ours of expected)
    for (const theirs of received)
      if (equalText(ours, theirs) && found === null) found = { expected: ours, received: theirs };
  return found;
}
