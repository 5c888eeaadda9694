import type { Verification } from '../../server/contract/verification.ts';
import { formatDuration } from './time.ts';

/** How the sender's clock stands against the arrival, and what the provider allows; null when it states no time. */
export function skewSentence({ skewMs, toleranceMs }: Pick<Verification, 'skewMs' | 'toleranceMs'>): string | null {
  if (skewMs === null) return null;
  const size = formatDuration(Math.abs(skewMs));
  const how =
    skewMs >= 0 ? `signed ${size} before it arrived` : `signed ${size} after it arrived: one of the clocks is wrong`;
  if (toleranceMs === null) return how;
  const isOver = Math.abs(skewMs) > toleranceMs;
  return `${how}; ${formatDuration(toleranceMs)} are allowed${isOver && skewMs >= 0 ? ', so it is too old' : ''}`;
}
