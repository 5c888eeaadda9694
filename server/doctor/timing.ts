import type { Check } from '../providers/provider.ts';
import type { DiagnosisCode } from './codes.ts';

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;
/** Timestamps off by more than this are not clocks that run wrong. */
const ABSURD_MS = 20 * YEAR_MS;

/** What is wrong with the time of a delivery whose signature fits; null when its time is right. */
export function timingOf(check: Check, nowMs: number): { readonly code: DiagnosisCode; readonly proof: string } | null {
  if (check.kind === 'unchecked') return null;
  const { timestampMs, toleranceMs } = check.evidence;
  const isFuture = check.kind === 'invalid' && check.code === 'timestamp-in-future';
  if (timestampMs === null) return isFuture ? { code: 'timestamp-in-future', proof: check.sentence } : null;
  const ageMs = nowMs - timestampMs;
  if ((check.kind === 'valid' || isFuture) && Math.abs(ageMs) > ABSURD_MS && toUnit(timestampMs, nowMs) !== null) {
    return {
      code: 'timestamp-unit',
      proof: `Read in ${toUnit(timestampMs, nowMs)}, the timestamp is close to the time of arrival.`,
    };
  }
  if (isFuture) return { code: 'timestamp-in-future', proof: `It is ${duration(-ageMs)} ahead of the clock.` };
  if (check.kind !== 'valid' || !check.stale) return null;
  return { code: 'timestamp-too-old', proof: `${age(ageMs, toleranceMs)}.` };
}

/** Age and limit in one unit, so that they can be compared at a glance; days are added where minutes grow long. */
function age(ageMs: number, limitMs: number | null): string {
  if (limitMs === null) return `It was ${duration(ageMs)} old at the time of the check`;
  const [ageS, limitS] = [Math.round(ageMs / 1000), Math.round(limitMs / 1000)];
  const inMinutes = limitS % 60 === 0 && ageS >= 600;
  const shown = (seconds: number) => (inMinutes ? `${Math.round(seconds / 60)} min` : `${seconds} s`);
  const days = ageMs < 2 * DAY_MS ? '' : ` (${duration(ageMs)})`;
  return `It was ${shown(ageS)}${days} old at the time of the check; ${shown(limitS)} are allowed`;
}

/** The unit in which a timestamp makes sense, given the one in which it does not. */
function toUnit(timestampMs: number, nowMs: number): string | null {
  if (Math.abs(timestampMs / 1000 - nowMs) < YEAR_MS) return 'milliseconds';
  return Math.abs(timestampMs * 1000 - nowMs) < YEAR_MS ? 'seconds' : null;
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 600) return `${seconds} s`;
  if (ms < 2 * DAY_MS) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(ms / DAY_MS)} days`;
}
