import { Problem } from '../../contract/problem.ts';
import type { ApiContext } from '../context.ts';
import type { Handlers } from '../handlers.ts';
import { catchUp } from '../reading/catch-up.ts';

type Names = 'changeDelivery' | 'deleteDeliveries' | 'restoreDeliveries';

const MOST_AT_ONCE = 1_000_000;
/** A commit marks no more, so that captures in between never wait long. */
const DELETED_A_COMMIT = 2_000;

/** What changes deliveries. */
export function deliveryHandlers({ store, change, nowMs }: ApiContext): Pick<Handlers, Names> {
  const { reader, writer } = store;
  const missing = (id: number): Problem => new Problem('no-such-delivery', `delivery ${id}`);

  return {
    async changeDelivery({ params: { id }, body }) {
      await catchUp(store);
      const [present] = await reader.call('summariesOf', [id]);
      if (present === undefined) throw missing(id);
      await change(() => {
        if (body.pinned !== undefined) store.marks.setPinned(id, body.pinned);
        if (body.note !== undefined) store.marks.setNote(id, body.note);
        store.feedLog.append('changed', id);
      });
      const [changed] = await reader.call('summariesOf', [id]);
      if (changed === undefined) throw missing(id);
      return changed;
    },
    async deleteDeliveries({ body: { ids, query, upTo } }) {
      if ((ids === undefined) === (query === undefined)) throw new Problem('bad-request', 'give either ids or query');
      if (upTo !== undefined && query === undefined) throw new Problem('bad-request', 'upTo belongs to query');
      const newest = Math.min(upTo ?? writer.lastId(), writer.lastId());
      if (query !== undefined) await reader.call('describedUpTo', newest);
      else await catchUp(store);
      const chosen = ids ?? (await reader.call('find', { query: query ?? '', limit: MOST_AT_ONCE, upTo: newest }));
      const present = ids === undefined ? chosen : (await reader.call('summariesOf', chosen)).map(({ id }) => id);
      if (ids !== undefined && present.length === 0) throw missing(ids[0] as number);
      const deleted: number[] = [];
      const at = nowMs();
      for (let from = 0; from < present.length; from += DELETED_A_COMMIT) {
        const slice = present.slice(from, from + DELETED_A_COMMIT);
        const changed = await change(() => {
          const some = store.marks.setDeleted(slice, at);
          store.feedLog.appendIds('deleted', some);
          return some;
        });
        deleted.push(...changed);
      }
      await reader.call('refresh', null);
      return { ids: deleted };
    },
    async restoreDeliveries({ body: { ids } }) {
      const restored = await change(() => {
        const changed = store.marks.setDeleted(ids, null);
        store.feedLog.appendIds('changed', changed);
        return changed;
      });
      if (restored.length === 0) throw new Problem('nothing-to-restore');
      await reader.call('refresh', null);
      return { ids: restored };
    },
  };
}
