import type { RouteOutput } from '../contract/routes.ts';
import type { ApiClient } from './api-client.ts';

const PAGE = 1_000;

/**
 * The answers to a search, newest first, to its end or until there are `limit` deliveries. One may have none and still not be
 * the last: then as many were looked through as one answer has time for.
 */
export async function* searchPages(
  client: ApiClient,
  query: string,
  limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<RouteOutput<'listDeliveries'>> {
  let left = limit;
  for (let before: number | undefined; left > 0; ) {
    const page: RouteOutput<'listDeliveries'> = await client.call('listDeliveries', {
      query: { query, limit: Math.min(PAGE, left), ...(before === undefined ? {} : { before }) },
    });
    yield page;
    left -= page.deliveries.length;
    before = page.lookedTo;
    if (!page.more) return;
  }
}
