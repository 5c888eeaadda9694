import { setTimeout as after } from 'node:timers/promises';
import type { FeedLog } from '../truth/tables/feed-log.ts';
import type { Follower } from './follower.ts';

/** What arrives within this time of a message shares the next one: each is a question to the index beside the captures. */
const ARRIVALS_EVERY_MS = 50;

interface AnnounceOptions {
  readonly feedLog: Pick<FeedLog, 'arrived'>;
  readonly notify: () => void;
  /** What comes between two messages of arrivals. */
  readonly pause?: () => Promise<unknown>;
}

/** Tells subscribers of the feed that deliveries have arrived. It writes nothing: how far the feed has come is found again from the index. */
export function createAnnounce({ feedLog, notify, pause = () => after(ARRIVALS_EVERY_MS) }: AnnounceOptions): Follower {
  return {
    name: 'announce',
    done: feedLog.arrived(),
    take: async () => notify(),
    pause,
  };
}
