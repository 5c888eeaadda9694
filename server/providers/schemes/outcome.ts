import type { Check, Evidence, InvalidCode } from '../provider.ts';

/** Evidence with everything unknown but what is given. */
export function evidence(scheme: string, known: Partial<Omit<Evidence, 'scheme'>> = {}): Evidence {
  return { scheme, signed: null, expected: null, received: null, timestampMs: null, toleranceMs: null, ...known };
}

export const invalid = (code: InvalidCode, sentence: string, found: Evidence): Check => ({
  kind: 'invalid',
  code,
  sentence,
  evidence: found,
});

export const missingHeader = (scheme: string, name: string): Check =>
  invalid('missing-header', `The delivery has no ${name} header.`, evidence(scheme));

export const malformedHeader = (scheme: string, name: string, received: string | null, form: string): Check =>
  invalid('malformed-header', `The ${name} header does not have the form ${form}.`, evidence(scheme, { received }));

export const badCredential = (scheme: string, sentence: string): Check =>
  invalid('bad-credential', sentence, evidence(scheme));

/** When a stated time makes a delivery stale, and how far ahead of the clock it may be (null: as far as it likes). */
export interface Window {
  readonly toleranceMs: number;
  readonly aheadMs: number | null;
}

/**
 * The outcome of a fitting signature: valid, valid but stale (older than the window at `nowMs`), or, where the provider
 * refuses times ahead of the clock, invalid.
 */
export function fitting(found: Evidence, note: string | null, nowMs: number, window: Window | null): Check {
  const at = found.timestampMs;
  if (window === null || at === null) return { kind: 'valid', stale: false, note, evidence: found };
  if (window.aheadMs !== null && at - nowMs > window.aheadMs) {
    const aheadS = Math.round((at - nowMs) / 1000);
    return invalid('timestamp-in-future', `The signature fits, but its time is ${aheadS} s ahead of the clock.`, found);
  }
  return { kind: 'valid', stale: nowMs - at > window.toleranceMs, note, evidence: found };
}
