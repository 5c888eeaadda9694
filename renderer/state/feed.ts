import type { FeedMessage } from '../../server/contract/feed.ts';
import { ApiError } from './api.ts';
import { createEventParser } from './event-stream.ts';

/** How the page stands with the server. `stopped`: nothing answers at all; `refused`: the token is no longer taken. */
export type Connection =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'reconnecting'; readonly attempt: number }
  | { readonly kind: 'stopped'; readonly attempt: number }
  | { readonly kind: 'refused' };

/** Runs `action` after `delayMs`; returns the way to cancel. */
export type Later = (delayMs: number, action: () => void) => () => void;

export const FIRST_RETRY_MS = 250;
export const LONGEST_RETRY_MS = 5_000;
/** The server sends a comment every 15 s; three missed ones mean a dead connection. */
export const SILENCE_MS = 45_000;

/** Delay before attempt `attempt` (from 1): doubled each time up to 5 s, with up to a quarter taken off at random. */
export function retryDelayMs(attempt: number, random: number): number {
  const full = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempt - 1, 10));
  return full * (1 - random / 4);
}

/**
 * Follow the live feed for ever: each message once and in order, resumed after the last sequence number seen.
 * A message that cannot be read or handled is logged and skipped; it never stops the feed.
 */
export function followFeed({
  open,
  after,
  deliver,
  tell,
  later,
  random,
  log,
}: {
  readonly open: (after: number, signal: AbortSignal) => Promise<ReadableStream<Uint8Array>>;
  readonly after: number;
  readonly deliver: (message: FeedMessage) => void;
  readonly tell: (connection: Connection) => void;
  readonly later: Later;
  readonly random: () => number;
  readonly log: (what: string, error: unknown) => void;
}): { close(): void; retryNow(): void } {
  let last = after;
  let closed = false;
  let attempt = 0;
  let current: AbortController | null = null;
  let cancelRetry: (() => void) | null = null;

  const take = (data: string): void => {
    try {
      const message = JSON.parse(data) as FeedMessage;
      if (message.kind !== 'reset' && message.seq <= last) return;
      last = message.seq;
      deliver(message);
    } catch (error) {
      log('A message of the live feed was skipped.', error);
    }
  };

  const read = async (stream: ReadableStream<Uint8Array>, abort: AbortController): Promise<void> => {
    const parse = createEventParser();
    const decoder = new TextDecoder();
    const reader = stream.getReader();
    let cancelWatch = later(SILENCE_MS, () => abort.abort());
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        cancelWatch();
        cancelWatch = later(SILENCE_MS, () => abort.abort());
        for (const event of parse(decoder.decode(value, { stream: true }))) if (event.data !== null) take(event.data);
      }
    } finally {
      cancelWatch();
    }
  };

  const connect = async (): Promise<void> => {
    cancelRetry = null;
    current = new AbortController();
    let answered = false;
    try {
      const stream = await open(last, current.signal);
      answered = true;
      attempt = 0;
      if (!closed) tell({ kind: 'live' });
      await read(stream, current);
    } catch (error) {
      if (closed) return;
      if (error instanceof ApiError && error.status === 401) {
        tell({ kind: 'refused' });
        return;
      }
      answered ||= error instanceof ApiError && error.status > 0;
    }
    if (closed) return;
    attempt++;
    tell({ kind: answered || attempt === 1 ? 'reconnecting' : 'stopped', attempt });
    cancelRetry = later(retryDelayMs(attempt, random()), () => void connect());
  };

  tell({ kind: 'connecting' });
  void connect();
  return {
    close() {
      closed = true;
      cancelRetry?.();
      current?.abort();
    },
    retryNow() {
      if (cancelRetry === null || closed) return;
      cancelRetry();
      void connect();
    },
  };
}
