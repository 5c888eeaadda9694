import { Problem } from '../../contract/problem.ts';
import { originForm } from '../../contract/slug.ts';
import { toCapturedRequest } from '../../describe/stored-request.ts';
import { toCurl } from '../../fixtures/curl.ts';
import { toRawHttp } from '../../fixtures/raw-http.ts';
import { assertRequest } from '../../send/assert-request.ts';
import type { Handlers } from '../handlers.ts';
import type { ReadingContext } from './context.ts';

/** A delivery as something that runs elsewhere. */
export function exportReaders({ store, captureBase }: ReadingContext): Pick<Handlers, 'exportDelivery'> {
  return {
    async exportDelivery({ params: { id }, query: { format, url } }) {
      await store.reader.call('describedUpTo', Math.min(id, store.writer.lastId()));
      const [summary] = await store.reader.call('summariesOf', [id]);
      const stored = await store.reader.call('stored', id);
      if (summary === undefined || stored === null) throw new Problem('no-such-delivery', `delivery ${id}`);
      assertRequest(summary);
      const request = toCapturedRequest(stored);
      if (format === 'http') return { bytes: toRawHttp(request), name: `delivery-${id}.http` };
      const { command } = toCurl(request, { url: url ?? captureBase() + originForm(request.target) });
      return { bytes: Buffer.from(`${command}\n`, 'latin1'), name: `delivery-${id}.sh` };
    },
  };
}
