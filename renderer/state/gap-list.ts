import type { TunnelGap } from '../../server/contract/tunnel.ts';

/** As many as the server keeps, and gives at once. */
const MOST_GAPS = 10_000;

/**
 * Bring the known gaps up to date, oldest first. Only those that touch the time since the newest one began are asked for: it may
 * have ended, and others may have come. So the first call fetches all of them, and later ones next to nothing.
 */
export async function renewGaps(
  known: readonly TunnelGap[],
  fetch: (query: { readonly from: number; readonly limit: number }) => Promise<readonly TunnelGap[]>,
): Promise<readonly TunnelGap[]> {
  const fresh = await fetch({ from: known.at(-1)?.from ?? 0, limit: MOST_GAPS });
  const news = new Set(fresh.map(({ id }) => id));
  return [...known.filter(({ id }) => !news.has(id)), ...fresh].toSorted((a, b) => a.id - b.id);
}
