import { noSuchProvider } from '../../contract/no-such-provider.ts';
import { Problem } from '../../contract/problem.ts';
import { publicUrlOf } from '../../describe/public-url.ts';
import { parseRawHttp } from '../../fixtures/parse-raw-http.ts';
import type { VectorReport } from '../../providers/vectors.ts';
import type { Handlers } from '../handlers.ts';
import type { ReadingContext } from './context.ts';

const VECTORS_AT_ONCE = 20;

type Names = 'getVerification' | 'trySecret' | 'verifyRequest' | 'verifyVectors';

/** Signature checks: of deliveries, of saved requests, and of published examples. */
export function verificationReaders({ store, nowMs, providers }: ReadingContext): Pick<Handlers, Names> {
  const { reader } = store;
  const provider = async (id: string) => {
    const { all, find } = await providers();
    const found = find(id);
    if (found === undefined) throw noSuchProvider(id, all);
    return found;
  };
  const ofDelivery = async (id: number, trial: Parameters<Handlers['trySecret']>[0]['body'] | null) => {
    if (trial?.provider !== undefined) await provider(trial.provider);
    await reader.call('describedUpTo', Math.min(id, store.writer.lastId()));
    const found = await reader.call('verification', { id, trial });
    if (found === null) throw new Problem('no-such-delivery', `delivery ${id}`);
    return found;
  };

  return {
    getVerification: ({ params: { id } }) => ofDelivery(id, null),
    trySecret: ({ params: { id }, body }) => ofDelivery(id, body),
    /** In the reading thread, as all checks are: the listener answers senders meanwhile. */
    async verifyRequest({ body }) {
      const parsed = parseRawHttp(Buffer.from(body.httpBase64, 'base64'));
      const now = body.nowMs ?? nowMs();
      const publicUrl = body.url ?? publicUrlOf(parsed.target, parsed.headers, undefined);
      const found = await reader.call('checkRequest', {
        request: { ...parsed, publicUrl, arrivedAtMs: now },
        provider: (await provider(body.provider)).id,
        credential: { name: 'given', value: body.value, extra: body.extra ?? {} },
        nowMs: now,
      });
      if (found === null) throw new Problem('no-such-provider', body.provider);
      return found;
    },
    /** A few at a time, so that what the window asks meanwhile gets its turn. */
    async verifyVectors({ body }) {
      const { readVectors } = await import('../vectors-input.ts');
      const vectors = readVectors(body);
      const disagreed: VectorReport['disagreed'][number][] = [];
      for (let from = 0; from < vectors.length; from += VECTORS_AT_ONCE) {
        const part = await reader.call('judgeVectors', vectors.slice(from, from + VECTORS_AT_ONCE));
        disagreed.push(...part.disagreed);
      }
      return { total: vectors.length, agreed: vectors.length - disagreed.length, disagreed };
    },
  };
}
