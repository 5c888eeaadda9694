import { expect, test } from 'vitest';
import type { TunnelState } from '../server/contract/tunnel.ts';
import { endFormerTunnel } from '../server/keep-tunnel.ts';
import { knownFidelity } from '../server/tunnel/opener.ts';
import { makeOpenings } from '../server/tunnel/openings.ts';
import { withTunnelApp } from './support/tunnel-app.ts';
import { isLost, isProven } from './support/tunnel-bench.ts';

const open = (since: number, provenAt: number | null): TunnelState => ({
  kind: 'open',
  adapter: 'localtunnel',
  url: 'https://a.example',
  since,
  lastProbe: provenAt === null ? null : { at: provenAt, roundTripMs: 1 },
  doubt: null,
  urlChangedFrom: null,
  takenName: null,
  fidelity: knownFidelity(),
});
const lost: TunnelState = {
  kind: 'lost',
  adapter: 'localtunnel',
  url: null,
  since: 30,
  retryAt: 40,
  reason: 'Its server is gone.',
};
const opening: TunnelState = { kind: 'opening', adapter: 'localtunnel', since: 40, attempt: 1, url: null };
const closed: TunnelState = { kind: 'closed', reason: null };

test('one opening lasts from the first address to the closing, losses included', () => {
  const follow = makeOpenings();
  const told = [opening, open(10, null), open(10, 20), lost, opening, open(50, 60), closed, closed].map((state, at) =>
    follow(state, 100 + at),
  );
  const lasting = { id: 10, from: 10, to: null };
  expect(told).toEqual([
    null,
    { opening: lasting, at: 10 },
    { opening: lasting, at: 20 },
    null,
    null,
    { opening: lasting, at: 60 },
    { opening: { ...lasting, to: 106 }, at: 106 },
    null,
  ]);
});

test('a tunnel that never had an address has no opening, and two of one moment have two ids', () => {
  const follow = makeOpenings();
  expect([follow(opening, 1), follow(lost, 2), follow(closed, 3)]).toEqual([null, null, null]);
  expect([open(10, null), closed, open(10, null)].map((state) => follow(state, 10)?.opening.id)).toEqual([10, 10, 11]);
});

test('the server keeps openings through a loss, tells them by time, and ends them when the tunnel is closed', async () => {
  await withTunnelApp(async (app) => {
    const { since } = await app.open();
    await app.server.kill();
    const seen = app.log.states.length;
    await app.log.until(isLost, seen - 1);
    await app.server.restart();
    await app.log.until(isProven, seen);
    const list = (query = {}) => app.call('listOpenings', { query });
    expect(await list()).toEqual([{ id: since, from: since, to: null }]);
    await app.call('closeTunnel', { body: {} });
    const [ended] = await list();
    expect(ended).toEqual({ id: since, from: since, to: expect.any(Number) });
    expect(await list({ to: since - 1 })).toEqual([]);
    expect(await list({ from: (ended?.to ?? 0) + 1 })).toEqual([]);
    expect(await list({ from: ended?.to ?? 0 })).toHaveLength(1);
  });
});

test('an opening that a dead server left behind ends with its last proof', async () => {
  await withTunnelApp(async ({ app, call }) => {
    await app.store.writer.write(() => app.store.openings.put({ id: 5, from: 5, to: null }, 70));
    await endFormerTunnel(app.store, 1_000);
    expect(await call('listOpenings', { query: {} })).toEqual([{ id: 5, from: 5, to: 70 }]);
  });
});

test('the newest ten thousand openings are kept', async () => {
  await withTunnelApp(async ({ app, call }) => {
    await app.store.writer.write(() => {
      for (let id = 1; id <= 10_003; id++) app.store.openings.put({ id, from: id, to: id }, id);
    });
    await endFormerTunnel(app.store, 20_000);
    const kept = await call('listOpenings', { query: {} });
    expect([kept.length, kept[0]?.id, kept.at(-1)?.id]).toEqual([10_000, 4, 10_003]);
  });
});
