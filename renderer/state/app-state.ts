import type { FeedMessage } from '../../server/contract/feed.ts';
import type { Api } from './api.ts';
import { applyMessage, type Cache } from './apply-message.ts';
import { type BodyReader, createBodyReader } from './body-reader.ts';
import { createDeliveryList, type DeliveryList } from './delivery-list.ts';
import { type DialogState, NO_DIALOG } from './dialogs.ts';
import { type Connection, followFeed, type Later } from './feed.ts';
import { createFrameBatch, type NextFrame } from './frame-batch.ts';
import type { Preferences } from './preferences.ts';
import { forget, NOTHING_SELECTED, type Selection } from './selection.ts';
import { createSendWatch, type SendWatch } from './send-watch.ts';
import { createStore, type Store } from './store.ts';
import { createToasts, type Toasts } from './toasts.ts';

/** Everything that the screens share. No React in it: components read the stores. */
export interface AppState {
  readonly api: Api;
  readonly list: DeliveryList;
  readonly selection: Store<Selection>;
  readonly preferences: Store<Preferences>;
  readonly dialog: Store<DialogState>;
  readonly toasts: Toasts;
  readonly connection: Store<Connection>;
  readonly sends: SendWatch;
  readonly bodies: BodyReader;
  readonly cache: Cache;
  /** Follow the feed after `seq`; returns the way to stop. */
  start(seq: number): () => void;
  retryNow(): void;
}

/** Wire the state of one session together. */
export function createAppState({
  api,
  cache,
  preferences,
  later,
  nextFrame,
  makeWorker,
}: {
  readonly api: Api;
  readonly cache: Cache;
  readonly preferences: Store<Preferences>;
  readonly later: Later;
  readonly nextFrame: NextFrame;
  readonly makeWorker: () => Worker;
}): AppState {
  const list = createDeliveryList({ fetchPage: (query) => api.call('listDeliveries', { query }), later });
  const selection = createStore<Selection>(NOTHING_SELECTED);
  const connection = createStore<Connection>({ kind: 'connecting' });
  const toasts = createToasts(later);
  const sends = createSendWatch();
  let retry = (): void => undefined;

  const handle = (messages: readonly FeedMessage[]): void => {
    for (const message of messages) {
      applyMessage(cache, message);
      if (message.kind === 'attempt') sends.settle(message.attempt);
      if (message.kind === 'deleted') selection.update((now) => forget(now, list.view.get().model.rows, message.ids));
      if (message.kind === 'reset') selection.set(NOTHING_SELECTED);
    }
    list.receive(messages);
  };
  const batch = createFrameBatch<FeedMessage>({ flush: handle, nextFrame, later });

  return {
    api,
    list,
    selection,
    preferences,
    dialog: createStore<DialogState>(NO_DIALOG),
    toasts,
    connection,
    sends,
    bodies: createBodyReader(makeWorker),
    cache,
    start(seq) {
      const feed = followFeed({
        open: api.feed,
        after: seq,
        deliver: batch.add,
        tell: (next) => {
          connection.set(next);
          // What failed while the server was away is asked for again; everything else comes with the feed.
          if (next.kind === 'live' && list.view.get().problem !== null) list.reload();
        },
        later,
        random: Math.random,
        log: (what, error) => console.error(what, error),
      });
      retry = feed.retryNow;
      return feed.close;
    },
    retryNow: () => retry(),
  };
}
