import type { CapturedRequest } from '../../contract/request.ts';
import type { Check, Credential } from '../provider.ts';
import { type Reader, source } from '../reading/source.ts';
import { viewOf } from '../reading/view.ts';
import { equalText } from './bytes.ts';
import { readTime, type TimeUnit, UNIT_FORM, writeTime } from './clock.ts';
import { spend } from './effort.ts';
import { extraOf, type KeyRule } from './key.ts';
import { madeId } from './made-id.ts';
import { badCredential, evidence, fitting, invalid, malformedHeader, type Window } from './outcome.ts';
import type { Scheme } from './scheme.ts';
import { type Template, template } from './template.ts';
import type { Wrapper } from './wrapper.ts';

/** How the time of signing is stated and judged. `from` names a source in the delivery instead of the wrapper's timestamp. */
export interface TimeRule {
  readonly unit: TimeUnit;
  readonly toleranceS: number | null;
  /** How far ahead of the clock the time may be; any time when absent. */
  readonly aheadS?: number;
  readonly from?: string;
}

/** Another signed string that the provider's own library accepts, and what to say when it is the one that fits. */
export interface Variant {
  readonly signed: Template;
  readonly note?: string;
}

/** A header that names the key, and the names of the credential's extra that holds the one to expect. */
export interface KeyIdRule {
  readonly header: string;
  readonly extra: readonly string[];
}

export interface KeyedOptions<K> {
  readonly name: string;
  readonly wrapper: Wrapper;
  /** The signed string as a template, or a function where a template cannot say it. */
  readonly signed: string | Template;
  readonly variants?: readonly Variant[];
  readonly key: KeyRule;
  /** Make the key's bytes ready for `compute`, once a credential. */
  prepare(bytes: Uint8Array): K;
  compute(key: K, signed: Uint8Array): string;
  readonly time?: TimeRule;
  readonly keyId?: KeyIdRule;
  /** What the scheme leaves unsigned, in a sentence. */
  readonly note?: string;
}

/** A scheme in which sender and receiver compute the same text from a shared key and a signed string. */
export function keyed<K>(options: KeyedOptions<K>): Scheme {
  const { name, wrapper, key, compute, prepare, time, note = null, keyId } = options;
  const build = typeof options.signed === 'string' ? template(options.signed) : options.signed;
  const variants: readonly Variant[] = [{ signed: build }, ...(options.variants ?? [])];
  const timeFrom: Reader | null = time?.from === undefined ? null : source(time.from, '');
  const window = windowOf(time);
  const known = new WeakMap<Credential, readonly K[] | null>();
  const keysOf = (credential: Credential): readonly K[] | null => {
    const found = known.get(credential);
    if (found !== undefined) return found;
    const keys = key.keys(credential)?.map(prepare) ?? null;
    known.set(credential, keys);
    return keys;
  };
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
      const keys = keysOf(credential);
      if (keys === null) return badCredential(name, `The secret cannot be used: this scheme wants ${key.wants}.`);
      const times = { timestampMs, toleranceMs: window?.toleranceMs ?? null };
      const otherKey = keyId === undefined ? null : keyMismatch(request, credential, keyId, name);
      let first = evidence(name, { ...times, received: envelope.signatures.join(' ') });
      for (const [at, variant] of variants.entries()) {
        const signed = variant.signed(request, envelope);
        if (signed === null) continue;
        const expected = keys.map((one) => {
          spend(signed);
          return compute(one, signed);
        });
        const fits = anyEqual(expected, envelope.signatures);
        const found = evidence(name, {
          ...times,
          signed,
          ...(fits ?? { expected: expected[0]!, received: first.received }),
        });
        if (fits !== null) return otherKey ?? fitting(found, variant.note ?? note, nowMs, window);
        if (at === 0) first = found;
      }
      if (first.signed === null)
        return malformedHeader(name, wrapper.names[0]!, first.received, 'that this scheme signs');
      return otherKey ?? invalid('signature-differs', 'The signature does not fit these bytes and this secret.', first);
    },
    sign: (request, credential, nowMs) => {
      const timestamp = writeTime(nowMs, time?.unit ?? 's');
      const id = madeId(request, nowMs);
      const signingKey = keysOf(credential)?.[0] ?? prepare(new Uint8Array(1));
      const named = keyId === undefined ? undefined : extraOf(credential, ...keyId.extra);
      const keyLine = named === undefined ? [] : [[keyId!.header, named] as const];
      const parts = { timestamp, id };
      const signed = build(request, parts) ?? request.body;
      const written = wrapper.write({ ...parts, signature: compute(signingKey, signed) }, request);
      return { ...written, headers: [...keyLine, ...written.headers] };
    },
  };
}

/** The window of a time rule; null when its provider sets none. */
export const windowOf = (time: TimeRule | undefined): Window | null =>
  time === undefined || time.toleranceS === null
    ? null
    : { toleranceMs: time.toleranceS * 1000, aheadMs: time.aheadS === undefined ? null : time.aheadS * 1000 };

function keyMismatch(request: CapturedRequest, credential: Credential, rule: KeyIdRule, name: string): Check | null {
  const wanted = extraOf(credential, ...rule.extra);
  const received = viewOf(request).header(rule.header.toLowerCase());
  if (wanted === undefined || received === undefined || equalText(wanted, received)) return null;
  const sentence = `The ${rule.header} header names another key than the one stored with this secret.`;
  return invalid('key-id-mismatch', sentence, evidence(name, { received }));
}

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
