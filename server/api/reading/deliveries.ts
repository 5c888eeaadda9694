import { Problem } from '../../contract/problem.ts';
import type { Handlers } from '../handlers.ts';
import { catchUp } from './catch-up.ts';
import type { ReadingContext } from './context.ts';

type Names = 'listDeliveries' | 'getDelivery' | 'getBody';

const DEFAULT_LIMIT = 50;

/** Deliveries and their bytes. */
export function deliveryReaders({ store }: ReadingContext): Pick<Handlers, Names> {
  const { reader } = store;
  const missing = (id: number): Problem => new Problem('no-such-delivery', `delivery ${id}`);

  return {
    async listDeliveries({ query: { query = '', limit = DEFAULT_LIMIT, before, after } }) {
      await catchUp(store);
      return reader.call('list', {
        query,
        limit,
        ...(before === undefined ? {} : { before }),
        ...(after === undefined ? {} : { after }),
      });
    },
    async getDelivery({ params: { id } }) {
      await catchUp(store);
      const delivery = await reader.call('get', id);
      if (delivery === null) throw missing(id);
      return delivery;
    },
    async getBody({ params: { id }, query: { from = 0, to, undo, damaged } }) {
      await catchUp(store);
      const body = await reader.call('body', { id, from, to: to ?? null, damaged: damaged === 'as-is' });
      if (body === null) throw missing(id);
      if (undo === undefined) return { bytes: body.bytes };
      return (await import('../undo-codings.ts')).undoCodings(body.bytes, undo.split(','));
    },
  };
}
