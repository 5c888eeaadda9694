import type { DeliverySummary } from '../contract/delivery.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import type { FeedMessage } from '../contract/feed.ts';
import type { Attempt, Destination } from '../contract/replay.ts';
import type { TunnelState } from '../contract/tunnel.ts';
import type { Change, FeedLog } from '../truth/tables/feed-log.ts';

/** Where the present state of what changed is looked up. */
export interface FeedSources {
  readonly log: Pick<FeedLog, 'after' | 'lastSeq' | 'knows'>;
  summaries(first: number, last: number): Promise<DeliverySummary[]>;
  attempt(id: number): Attempt | null;
  endpoint(id: number): Endpoint | null;
  destination(id: number): Destination | null;
  tunnel(): TunnelState;
}

/** Takes a message; resolves when it may be given the next one. */
export type Send = (message: FeedMessage) => Promise<void>;

export interface Feed {
  /** Something was appended to the log and committed. */
  notify(): void;
  /** Hand over everything after `after`, then whatever comes, in order and once, until `signal` aborts. */
  subscribe(after: number, send: Send, signal: AbortSignal): Promise<void>;
}

const CHANGES_A_READ = 64;

/**
 * The live feed. Each subscriber walks through the stored log at its own pace, so a break of any length loses and repeats
 * nothing; a number the log does not know (another database, or cut off) gets `reset`.
 */
export function createFeed(sources: FeedSources): Feed {
  const sleepers = new Set<() => void>();

  const wait = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const wake = (): void => {
        sleepers.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      sleepers.add(wake);
      signal.addEventListener('abort', wake);
    });

  return {
    notify() {
      for (const wake of [...sleepers]) wake();
    },
    async subscribe(after, send, signal) {
      let cursor = after;
      if (!sources.log.knows(cursor)) {
        cursor = sources.log.lastSeq();
        await send({ kind: 'reset', seq: cursor });
      }
      while (!signal.aborted) {
        const changes = sources.log.after(cursor, CHANGES_A_READ);
        if (changes.length === 0) await wait(signal);
        for (const change of changes) {
          if (signal.aborted) return;
          const message = await toMessage(change, sources);
          cursor = change.seq;
          if (message !== null) await send(message);
        }
      }
    },
  };
}

async function toMessage({ seq, kind, first, last }: Change, sources: FeedSources): Promise<FeedMessage | null> {
  switch (kind) {
    case 'arrived':
    case 'changed': {
      const deliveries = await sources.summaries(first, last);
      return deliveries.length === 0 ? null : { kind, seq, deliveries };
    }
    case 'deleted':
      return { kind, seq, ids: Array.from({ length: last - first + 1 }, (_, at) => first + at) };
    case 'attempt': {
      const attempt = sources.attempt(first);
      return attempt === null ? null : { kind, seq, attempt };
    }
    case 'endpoint':
      return { kind, seq, id: first, endpoint: sources.endpoint(first) };
    case 'destination':
      return { kind, seq, id: first, destination: sources.destination(first) };
    case 'tunnel':
      return { kind, seq, tunnel: sources.tunnel() };
    case 'status':
      return { kind, seq };
  }
}
