import { NO_SESSION } from './api/caller.ts';
import { createEndpointViews } from './api/endpoint-views.ts';
import type { Bytes } from './api/handlers.ts';
import { openSessions } from './api/open-sessions.ts';
import type { ReadingContext } from './api/reading/context.ts';
import { type ReadingName, readerOf } from './api/reading/readers.ts';
import { DEFAULT_CAPTURE_PORT, DEFAULT_CONTROL_PORT } from './config.ts';
import { ADDRESSES, type Address } from './contract/addresses.ts';
import { Problem } from './contract/problem.ts';
import type { OwnUrls } from './store/judging-basis.ts';
import { openReadOnly } from './store/open-read-only.ts';
import type { ReadingStore } from './store/reading-store.ts';
import { VERSION } from './version.ts';

/** A data folder that no server has, as the command line reads it. */
export interface FolderReader {
  /** What the running server would answer: the bytes of a body, or of JSON. Throws Problems. */
  answer(name: ReadingName, input: object): Promise<Uint8Array>;
  close(): Promise<void>;
}

interface Opened {
  readonly context: ReadingContext;
  readonly isReadOnly: boolean;
  close(): void | Promise<void>;
}

const captureBase = (): string => `http://127.0.0.1:${DEFAULT_CAPTURE_PORT}`;
const ownUrls = ({ knownUrl }: Pick<ReadingStore['settings'], 'knownUrl'>): OwnUrls => {
  const known = knownUrl();
  return { localUrls: [captureBase()], tunnelUrls: known === null ? [] : [known] };
};

/**
 * Reads a folder side by side with others and without writing, where it is at rest and its index is level. Else it is taken, as a
 * server takes it, and what is missing is made up for. Nothing is opened before the first question.
 */
export function createFolderReader(dataDir: string): FolderReader {
  let opened: Promise<Opened> | null = null;
  const run = async ({ context }: Opened, name: ReadingName, input: object): Promise<Uint8Array> => {
    const read = (await readerOf(name, context)) as (input: object, caller: typeof NO_SESSION) => unknown;
    const result = await read({ params: {}, query: {}, ...input }, NO_SESSION);
    const { bytes }: Address = ADDRESSES[name];
    return bytes === undefined ? Buffer.from(JSON.stringify(result)) : (result as Bytes).bytes;
  };
  return {
    async answer(name, input) {
      opened ??= open(dataDir);
      const first = await opened;
      try {
        return await run(first, name, input);
      } catch (error) {
        if (!first.isReadOnly || error instanceof Problem) throw toProblem(error);
        // What it wants to write, or what is damaged in the index, is for who holds the lock.
        await first.close();
        opened = take(dataDir);
        return run(await opened, name, input).catch((cause: unknown) => {
          throw toProblem(cause);
        });
      }
    },
    async close() {
      const last = await opened?.catch(() => null);
      await last?.close();
    },
  };
}

/** As the server tells of what goes wrong within it. */
function toProblem(error: unknown): Problem {
  return error instanceof Problem ? error : Object.assign(new Problem('unexpected'), { cause: error });
}

async function open(dataDir: string): Promise<Opened> {
  const store = openReadOnly(dataDir, ownUrls);
  return store === null ? take(dataDir) : { context: contextOf(store), isReadOnly: true, close: () => store.close() };
}

/** The store with its indexing thread, but without the rest of a server: nothing is forwarded, pruned or answered meanwhile. */
async function take(dataDir: string): Promise<Opened> {
  const [{ openStore }, { ensureFirstEndpoint }] = await Promise.all([
    import('./store/store.ts'),
    import('./first-endpoint.ts'),
  ]);
  const store = await openStore({ dataDir, keyBase64: null, log: () => undefined });
  await ensureFirstEndpoint(store, Date.now());
  const { localUrls, tunnelUrls } = ownUrls(store.settings);
  store.reader.setBasis(store.basis(localUrls, tunnelUrls));
  return { context: contextOf(store), isReadOnly: false, close: store.close };
}

function contextOf(store: ReadingStore): ReadingContext {
  const startedAt = Date.now();
  const views = createEndpointViews(store, captureBase);
  const tunnel: ReadingContext['tunnel'] = {
    state: () => ({ kind: 'closed', reason: null }),
    async adapters() {
      const { allAdapters } = await import('./tunnel/adapters/index.ts');
      return Promise.all(allAdapters().map((adapter) => adapter.find()));
    },
  };
  return {
    store,
    isServed: false,
    tunnel,
    sessions: { all: (caller) => openSessions(store.sessions.all(), Date.now(), caller) },
    nowMs: Date.now,
    version: VERSION,
    endpoint: views.one,
    endpoints: views.all,
    captureBase,
    async providers() {
      const { createProviderDirectory } = await import('./providers/directory.ts');
      return createProviderDirectory(store.recipes.all().map(({ recipe }) => recipe));
    },
    async status() {
      const [{ readStatus }, { createCounters }] = await Promise.all([
        import('./api/status.ts'),
        import('./capture/counters.ts'),
      ]);
      return readStatus({
        store,
        tunnel,
        counters: createCounters(),
        refused: { total: 0, guesses: 0 },
        version: VERSION,
        startedAt,
        captureBase,
        uiUrl: () => `http://127.0.0.1:${DEFAULT_CONTROL_PORT}/`,
      });
    },
  };
}
