import { expect, test } from 'vitest';
import type { TunnelReport } from '../server/contract/tunnel.ts';
import { knownFidelity } from '../server/tunnel/opener.ts';
import { type TestApp, withApp } from './support/app.ts';
import { fakeAdapter } from './support/fake-adapter.ts';
import { handClock } from './support/hand-clock.ts';
import { type ServerProcess, startServerProcess, withDataDir } from './support/hookglass-process.ts';
import { startLocaltunnelServer } from './support/localtunnel-server.ts';
import { sendThrough } from './support/tunnel-bench.ts';

async function reportOf({ apiUrl, token }: ServerProcess): Promise<TunnelReport> {
  const answer = await fetch(`${apiUrl}/tunnel`, { headers: { authorization: `Bearer ${token}` } });
  return (await answer.json()) as TunnelReport;
}

test('a server killed with an open tunnel leaves a gap from the last proof to its next start, and other ends none', async () => {
  const relay = await startLocaltunnelServer();
  await withDataDir(async (dataDir) => {
    const serve = ['serve', '--json', '--tunnel', '--tunnel-host', relay.url, '--subdomain', 'my-hooks'];
    const killed = await startServerProcess(dataDir, serve);
    await killed.nextLine();
    const { state } = await reportOf(killed);
    const provenAt = state.kind === 'open' ? (state.lastProbe?.at ?? Number.NaN) : Number.NaN;
    expect(await killed.end('SIGKILL')).toBe('SIGKILL');
    const killedAt = Date.now();

    const closed = await startServerProcess(dataDir);
    const [gap, ...others] = (await reportOf(closed)).gaps;
    expect(others).toEqual([]);
    expect(gap?.reason).toBe('Hookglass ended without closing the tunnel.');
    expect(gap?.from).toBeGreaterThanOrEqual(provenAt);
    expect(gap?.from).toBeLessThanOrEqual(killedAt);
    expect(gap?.to).toBeGreaterThanOrEqual(killedAt);
    await closed.end('SIGKILL');

    const left = await startServerProcess(dataDir, serve);
    await left.nextLine();
    expect(await left.end('SIGTERM')).toBe(0);
    const last = await startServerProcess(dataDir);
    expect((await reportOf(last)).gaps).toEqual([gap]);
    await last.end('SIGTERM');
  });
  await relay.kill();
});

test('a server that died while the tunnel was lost leaves one gap, and the page is told', async () => {
  await withApp(async (app) => {
    const { store } = app.app;
    await store.writer.write(() => {
      store.openings.put({ id: 10, from: 10, to: null }, 20);
      store.gaps.put({ id: 20, from: 20, to: null, reason: 'x' });
    });
    const { lastSeq } = await app.call('status', {});
    await app.restart();
    expect(await app.call('listGaps', { query: {} })).toEqual([
      { id: 20, from: 20, to: expect.any(Number), reason: 'x' },
    ]);
    const told = await app.feed(lastSeq, (seen) => seen.some(({ kind }) => kind === 'tunnel'));
    expect(told.at(-1)).toMatchObject({ kind: 'tunnel', tunnel: { kind: 'closed' } });
  });
});

test('of many gaps the newest are told, oldest first, and the newest ten thousand are kept', async () => {
  await withApp(async (app) => {
    const { store } = app.app;
    await store.writer.write(() => {
      for (let at = 1; at <= 10_050; at++) store.gaps.put({ id: at, from: at, to: at, reason: 'x' });
    });
    const ids = async (query: object) => (await app.call('listGaps', { query })).map(({ id }) => id);
    expect(await ids({ limit: 2 })).toEqual([10_049, 10_050]);
    expect((await ids({})).length).toBe(1_000);
    expect(await ids({ from: 5, to: 7 })).toEqual([5, 6, 7]);
    await app.restart();
    const kept = await ids({ limit: 10_000 });
    expect([kept.length, kept[0]]).toEqual([10_000, 51]);
    expect((await app.ask('listGaps', { query: { limit: 10_001 } })).status).toBe(400);
  });
});

const HOUR_MS = 3_600_000;
const PUBLIC = 'http://hooks.localhost:1';
const throughTunnel = (app: TestApp): Promise<unknown> =>
  sendThrough(app.captureUrl, { headers: ['X-Forwarded-Host', new URL(PUBLIC).host] });
const local = (app: TestApp): Promise<unknown> => fetch(app.captureUrl, { method: 'POST', body: 'x' });

test.each([
  { name: 'a local delivery does not put the idle stop off', hides: false, deliver: local, kind: 'closed' },
  { name: 'one through the tunnel does', hides: false, deliver: throughTunnel, kind: 'open' },
  { name: 'so does any where nothing tells them apart', hides: true, deliver: local, kind: 'open' },
])('$name', async ({ hides, deliver, kind }) => {
  const clock = handClock();
  const adapter = {
    ...fakeAdapter('localtunnel', () => PUBLIC),
    fidelity: { ...knownFidelity(), rewritesHost: hides, addsForwarded: false },
  };
  // Nothing answers at the address, and a tunnel is given for ever to prove itself.
  const timings = { graceMs: Number.POSITIVE_INFINITY };
  await withApp(
    async (app) => {
      const opened = app.call('openTunnel', { body: {} });
      await expect.poll(async () => (await app.call('status', {})).tunnel.kind).toBe('open');
      await clock.sleep(5 * HOUR_MS);
      await deliver(app);
      await clock.sleep(4 * HOUR_MS);
      await expect.poll(async () => (await app.call('status', {})).tunnel.kind).toBe(kind);
      await clock.sleep(5 * HOUR_MS);
      await expect
        .poll(async () => (await app.call('status', {})).tunnel)
        .toEqual({ kind: 'closed', reason: expect.stringMatching(/^No delivery came through for 8 hours/) });
      expect(await opened).toMatchObject({ kind: 'closed' });
    },
    { tunnel: { adapters: [adapter], timings, clock } },
  );
});
