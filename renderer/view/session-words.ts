import type { Session } from '../../server/contract/session.ts';
import { agoInWords, timeOfDay } from './time.ts';

const HOUR_MS = 3_600_000;

/** When a session was last used and when it ends by itself. The last use is known to the hour. */
export function sessionWords({ usedAt, endsAt, current }: Session, nowMs: number): string {
  const used = nowMs - usedAt < HOUR_MS ? 'used within the last hour' : `last used ${agoInWords(usedAt, nowMs)}`;
  return `${current ? 'in use now' : used} · ends ${timeOfDay(endsAt, nowMs)} unless it is used again`;
}
