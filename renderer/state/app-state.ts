import type { FeedMessage } from '../../server/contract/feed.ts';
import type { Api } from './api.ts';
import { applyMessage, type Cache, changesCounts, KEYS, movesEndpoint } from './apply-message.ts';
import { type BodyReader, createBodyReader } from './body-reader.ts';
import { createDeliveryList, type DeliveryList } from './delivery-list.ts';
import { type DialogState, NO_DIALOG, opensAlone } from './dialogs.ts';
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
  /** Whether the side bar lies over the list, where there is no room beside it. Never remembered. */
  readonly drawer: Store<boolean>;
  readonly toasts: Toasts;
  readonly connection: Store<Connection>;
  readonly sends: SendWatch;
  readonly bodies: BodyReader;
  readonly cache: Cache;
  /** Follow the feed after `seq`; returns the way to stop. */
  start(seq: number): () => void;
  retryNow(): void;
}

/** Why nothing that needs the server is done, in a sentence. */
export const SERVER_IS_AWAY = 'Hookglass is stopped. Start it again: this works as soon as it answers.';

/** Figures are counted here as messages come, and asked for again this long after: an answer and a message may overlap. */
export const RECOUNT_MS = 800;

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
  const dialog = createStore<DialogState>(NO_DIALOG);
  let retry = (): void => undefined;

  let recounts = false;
  const recount = (): void => {
    if (recounts) return;
    recounts = true;
    later(RECOUNT_MS, () => {
      recounts = false;
      cache.invalidate(KEYS.status);
      cache.invalidate(KEYS.endpoints);
    });
  };

  const handle = (messages: readonly FeedMessage[]): void => {
    let isListOther = false;
    for (const message of messages) {
      isListOther ||= movesEndpoint(cache, message);
      if (changesCounts(message)) recount();
      applyMessage(cache, message);
      if (message.kind === 'attempt') sends.settle(message.attempt);
      if (message.kind === 'deleted') selection.update((now) => forget(now, list.view.get().model.rows, message.ids));
      if (message.kind === 'reset') selection.set(NOTHING_SELECTED);
    }
    list.receive(messages);
    if (isListOther) list.reload();
  };
  const batch = createFrameBatch<FeedMessage>({ flush: handle, nextFrame, later });

  return {
    api,
    list,
    selection,
    preferences,
    dialog: {
      ...dialog,
      set: (next) => {
        // While nothing answers, a dialog could only fail in the end.
        if (connection.get().kind !== 'stopped' || opensAlone(next)) dialog.set(next);
        else toasts.show('info', SERVER_IS_AWAY);
      },
    },
    drawer: createStore(false),
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
