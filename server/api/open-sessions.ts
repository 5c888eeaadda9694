import type { Session } from '../contract/session.ts';
import type { StoredSession } from '../truth/tables/session-table.ts';
import type { Caller } from './caller.ts';

const DAY_MS = 86_400_000;
/** A session that is not used ends after this, and any session after the other. */
const IDLE_MS = 7 * DAY_MS;
const LONGEST_MS = 30 * DAY_MS;

/** When a session ends if it is not used again. Unix milliseconds. */
export const endOfSession = ({ createdAt, usedAt }: StoredSession): number =>
  Math.min(usedAt + IDLE_MS, createdAt + LONGEST_MS);

/** Those of `all` that are open, in their order. That of `caller` is marked. */
export function openSessions(all: readonly StoredSession[], nowMs: number, { sessionId }: Caller): Session[] {
  return all
    .filter((session) => nowMs < endOfSession(session))
    .map((session) => ({
      id: session.id,
      createdAt: session.createdAt,
      usedAt: session.usedAt,
      endsAt: endOfSession(session),
      current: session.id === sessionId,
    }));
}
