import type { Verification } from '../contract/verification.ts';
import type { Connections } from './connections.ts';
import type { JudgingBasis } from './credentials.ts';
import { loadProgress } from './progress.ts';
import type { Operations, ReadOperation } from './protocol.ts';
import { createTotals } from './totals.ts';

interface ReadHereOptions {
  /** Both read only, and the index level with the truth. */
  readonly connections: Connections;
  readonly basis: () => JudgingBasis;
}

type Readers = {
  readonly [O in ReadOperation]: (
    argument: Operations[O]['argument'],
  ) => Operations[O]['result'] | Promise<Operations[O]['result']>;
};

/** Thrown where an answer wants something to be kept in the index first. */
export class NeedsWriting extends Error {}

/**
 * Answers what is asked of the reading side in this thread, for one command. What an answer needs is loaded for it alone: a list
 * does without the rules of providers, which take longer than everything else.
 */
export function createReadHere({ connections, basis }: ReadHereOptions): Readers {
  const needsWriting = (id: number): never => {
    throw new NeedsWriting(`The entry of delivery ${id} has to be amended.`);
  };
  const totals = createTotals(connections.index);
  const queries = once(async () => {
    const [{ createQueries }, { createIntact }] = await Promise.all([import('./queries.ts'), import('./intact.ts')]);
    return createQueries({ connections, totals, intact: createIntact(connections, needsWriting) });
  });
  const searches = once(async () => {
    const { createSearches } = await import('./searches.ts');
    return createSearches({ connections, progress: loadProgress(connections.index), totals, nowMs: Date.now });
  });
  const checks = once(async () => {
    const [{ createDeliveryCheck, createRequestCheck }, { createCredentialBook }, { createSetProviders }] =
      await Promise.all([import('./check-delivery.ts'), import('./credentials.ts'), import('./set-providers.ts')]);
    const book = createCredentialBook(basis());
    const providerOf = createSetProviders(connections.truth, book);
    const { stored } = await queries();
    return { ofDelivery: createDeliveryCheck({ book, stored, providerOf }), ofRequest: createRequestCheck(book) };
  });
  /** The list tells of the cause that a check in full has found. */
  const assertKept = (id: number, { verdict: { kind, cause } }: Verification): void => {
    if (kind !== 'invalid' || cause === null) return;
    const other = connections.index.prepare(
      "SELECT 1 FROM summary WHERE id = ? AND verdict = 'invalid' AND cause IS NOT ?",
    );
    if (other.get(id, cause) !== undefined) needsWriting(id);
  };

  return {
    list: async (request) => (await searches()).list(request),
    get: async (id) => (await queries()).get(id),
    stored: async (id) => (await queries()).stored(id),
    body: async (part) => (await queries()).body(part),
    summariesOf: async (ids) => (await queries()).summariesOf(ids),
    counts: () => totals.read(),
    async verification({ id, trial }) {
      const full = (await checks()).ofDelivery(id, trial);
      if (trial === null && full !== null) assertKept(id, full);
      return full;
    },
    checkRequest: async (check) => (await checks()).ofRequest(check),
    judgeVectors: async (vectors) => (await import('../providers/vectors.ts')).judgeVectors(vectors),
    describedUpTo: (id) => id,
  };
}

/** `load`, called when it is first needed, and never again. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | null = null;
  return () => {
    loaded ??= load();
    return loaded;
  };
}
