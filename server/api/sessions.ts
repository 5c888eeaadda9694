import { createHash } from 'node:crypto';
import type { Session } from '../contract/session.ts';
import type { Store } from '../store/store.ts';
import type { StoredSession } from '../truth/tables/session-table.ts';
import type { Caller } from './caller.ts';
import { makeToken } from './one-time-codes.ts';
import { endOfSession, openSessions } from './open-sessions.ts';

/** The last use is kept to this, so that hardly any call writes. */
const USE_KEPT_EVERY_MS = 3_600_000;
/** More than these at once ends the one that was used least lately. */
const MOST_SESSIONS = 100;

interface SessionOptions {
  readonly store: Pick<Store, 'sessions' | 'writer'>;
  readonly nowMs: () => number;
  readonly logError: (message: string, error: unknown) => void;
}

/** Browsers that were let in by a one-time code: who they are, and their end. */
export interface Sessions {
  /** The token of a new session. */
  open(): Promise<string>;
  /** Whose token it is, or null. Counts as a use. */
  callerOf(token: string): Caller | null;
  /** Those that are open, latest use first. `caller` is marked. */
  all(caller: Caller): Session[];
  /** End one; false when there is none. What it still reads is ended at once. */
  end(id: number): Promise<boolean>;
  /** End all but the caller's own; the ids. */
  endOthers(caller: Caller): Promise<number[]>;
}

export function createSessions({ store: { sessions, writer }, nowMs, logError }: SessionOptions): Sessions {
  /** Of sessions that called since the start: their end, and the last use that is being kept. */
  const live = new Map<number, { readonly ender: AbortController; usedAt: number }>();
  const hash = (token: string): Buffer => createHash('sha256').update(token).digest();
  const usedAt = ({ id, usedAt }: StoredSession): number => Math.max(usedAt, live.get(id)?.usedAt ?? 0);
  const isOpen = (session: StoredSession): boolean => nowMs() < endOfSession({ ...session, usedAt: usedAt(session) });

  const forget = async (ids: readonly number[]): Promise<number[]> => {
    if (ids.length === 0) return [];
    const removed = await writer.write(() => ids.filter((id) => sessions.remove(id)));
    for (const id of removed) {
      live.get(id)?.ender.abort();
      live.delete(id);
    }
    return removed;
  };

  const noteUse = (session: StoredSession): void => {
    const entry = live.get(session.id) ?? { ender: new AbortController(), usedAt: session.usedAt };
    live.set(session.id, entry);
    const now = nowMs();
    if (now - entry.usedAt < USE_KEPT_EVERY_MS) return;
    entry.usedAt = now;
    writer
      .write(() => sessions.noteUse(session.id, now))
      .catch((error: unknown) => logError('The use of a session could not be noted.', error));
  };

  const use = (tokenHash: Buffer): StoredSession | null => {
    const found = sessions.find(tokenHash);
    if (found === null || !isOpen(found)) return null;
    noteUse(found);
    return found;
  };

  return {
    async open() {
      const token = makeToken();
      const all = sessions.all();
      await forget(all.filter((session, at) => !isOpen(session) || at >= MOST_SESSIONS - 1).map(({ id }) => id));
      await writer.write(() => sessions.add(hash(token), nowMs()));
      return token;
    },
    callerOf(token) {
      const tokenHash = hash(token);
      const found = use(tokenHash);
      if (found === null) return null;
      const { ender } = live.get(found.id) as { ender: AbortController };
      return { sessionId: found.id, ended: ender.signal, stillOpen: () => use(tokenHash) !== null };
    },
    all: (caller) =>
      openSessions(
        sessions.all().map((session) => ({ ...session, usedAt: usedAt(session) })),
        nowMs(),
        caller,
      ),
    end: async (id) => (await forget([id])).length > 0,
    endOthers: (caller) => forget(sessions.all().flatMap(({ id }) => (id === caller.sessionId ? [] : [id]))),
  };
}
