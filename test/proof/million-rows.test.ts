import { expect, test } from 'vitest';
import type { RouteOutput } from '../../server/contract/routes.ts';
import { median } from '../bench/figures.ts';
import { startServerProcess } from '../support/hookglass-process.ts';
import { withManyRows } from '../support/many-rows.ts';

const ROWS = 1_000_000;
const ASKED = 20;

test('the newest 50 of a million deliveries come in under 50 ms', { timeout: 3_600_000 }, async () => {
  await withManyRows(ROWS, { indexed: true }, async (dataDir) => {
    const started = performance.now();
    const server = await startServerProcess(dataDir);
    console.log(`start: ${Math.round(performance.now() - started)} ms`);
    const list = async (query: string, more = ''): Promise<RouteOutput<'listDeliveries'>> => {
      const url = `${server.apiUrl}/deliveries?limit=50${more}&query=${encodeURIComponent(query)}`;
      const answer = await fetch(url, { headers: { authorization: `Bearer ${server.token}` } });
      return (await answer.json()) as RouteOutput<'listDeliveries'>;
    };
    const timed = async (query: string, more = ''): Promise<number> => {
      const times: number[] = [];
      for (let at = 0; at < ASKED; at++) {
        const start = performance.now();
        await list(query, more);
        times.push(performance.now() - start);
      }
      console.log(
        `${`${query}${more}`.padEnd(40)} median ${median(times).toFixed(1)} ms, worst ${Math.max(...times).toFixed(1)} ms`,
      );
      return median(times);
    };
    const first = await list('');
    expect(first).toMatchObject({ total: ROWS, matching: ROWS, more: true });
    expect(first.deliveries.map(({ id }) => id)).toEqual(Array.from({ length: 50 }, (_, at) => ROWS - at));
    expect(await timed('')).toBeLessThan(50);
    expect(await timed('', '&before=500000')).toBeLessThan(50);
    expect((await list('needle')).matching).toBe(ROWS / 1_000);
    for (const query of [
      'needle',
      'event:release.deploy',
      'provider:contentstack',
      'verdict:valid',
      'size:>1mb',
      '"Page 999999"',
      'ne',
    ])
      await timed(query);
    await server.end('SIGKILL');
  });
});
