import { createHash, randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../server/clock/system-clock.ts';
import type { TunnelOptions } from '../server/contract/tunnel.ts';
import { localtunnel } from '../server/tunnel/adapters/localtunnel.ts';
import { makeProbe } from '../server/tunnel/probe.ts';
import type { Timings } from '../server/tunnel/timings.ts';
import { makeTunnel } from '../server/tunnel/tunnel.ts';
import { joinHeaders, type ServerOptions, startLocaltunnelServer } from './support/localtunnel-server.ts';
import { isLost, isOpen, isProven, sendThrough, startListener, stateLog } from './support/tunnel-bench.ts';

const clean: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of clean.splice(0).reverse()) await end();
});

/** A tunnel over the real client, a server of its protocol and a real listener. */
async function setUp(options: ServerOptions = {}, timings: Partial<Timings> = {}) {
  const server = await startLocaltunnelServer(options);
  clean.push(server.kill);
  const probe = makeProbe({ clock: systemClock, timeoutMs: 300 });
  const listener = await startListener((request, response) => probe.handle(request.url ?? '', request, response));
  clean.push(listener.close);
  const log = stateLog();
  const tunnel = makeTunnel({
    target: listener.target,
    adapters: [localtunnel],
    probe,
    onState: log.onState,
    recordGap: log.recordGap,
    onFault: (error) => {
      throw error;
    },
    timings: { probeEveryMs: 200, probeAgainMs: 50, graceMs: 1_000, firstRetryMs: 40, mostRetryMs: 400, ...timings },
  });
  clean.push(() => tunnel.close());
  const wish: TunnelOptions = { adapter: 'localtunnel', host: server.url, subdomain: 'my-hooks' };
  return { server, listener, log, tunnel, wish };
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

test('a POST to the public address arrives, byte for byte, with the Host of the tunnel', async () => {
  const { listener, tunnel, wish, log } = await setUp();
  await tunnel.open(wish);
  const { url } = await log.until(isProven);
  expect(url).toMatch(/^http:\/\/my-hooks\.localhost:\d+$/);
  const body = Buffer.from([0, 255, 13, 10, 0xc3, 0x28, 72, 111, 115, 116, 58, 32]);
  const answer = await sendThrough(`${url}/e/abc`, { body, headers: ['X-TwIce', '1', 'x-twice', '2'] });
  expect(answer).toEqual({ status: 200, text: 'ok\n' });
  expect(listener.arrivals).toHaveLength(1);
  expect(listener.arrivals[0]).toMatchObject({ method: 'POST', target: '/e/abc' });
  expect(listener.arrivals[0]?.headers.slice(0, 2)).toEqual(['Host', new URL(url).host]);
  expect(listener.arrivals[0]?.headers.slice(-4)).toEqual(['X-TwIce', '1', 'x-twice', '2']);
  expect(listener.arrivals[0]?.body.equals(body)).toBe(true);
});

test('bodies of 10 MB, binary and text alike, arrive with the same SHA-256', async () => {
  const { listener, tunnel, wish, log } = await setUp();
  await tunnel.open(wish);
  const { url } = await log.until(isOpen);
  const bodies = [randomBytes(10_000_000), Buffer.alloc(10_000_000, 'Host: é\r\n'), Buffer.alloc(0)];
  for (const body of bodies) expect((await sendThrough(url, { body })).status).toBe(200);
  expect(listener.arrivals.map(({ body }) => sha256(body))).toEqual(bodies.map(sha256));
});

test('500 requests, 50 at a time, are all answered', async () => {
  const { listener, tunnel, wish, log } = await setUp();
  await tunnel.open(wish);
  const { url } = await log.until(isProven);
  let next = 0;
  const statuses: number[] = [];
  const worker = async (): Promise<void> => {
    while (next < 500) statuses.push((await sendThrough(`${url}/${next++}`, { body: Buffer.from('x') })).status);
  };
  await Promise.all(Array.from({ length: 50 }, worker));
  expect(statuses).toEqual(Array<number>(500).fill(200));
  expect(new Set(listener.arrivals.map(({ target }) => target)).size).toBe(500);
});

test('a server that is killed and restarted: lost, open again with the same name, the gap recorded', async () => {
  const { server, tunnel, wish, log } = await setUp();
  await tunnel.open(wish);
  const before = await log.until(isProven);
  const seen = log.states.length;
  await server.kill();
  const lost = await log.until(isLost, seen);
  expect(lost).toMatchObject({ adapter: 'localtunnel', url: before.url });
  await server.restart();
  const after = await log.until(isProven, seen);
  expect(after).toMatchObject({ url: before.url, urlChangedFrom: null, takenName: null });
  expect((await sendThrough(after.url)).status).toBe(200);
  expect(log.gaps).toHaveLength(2);
  expect(log.gaps[0]).toMatchObject({ to: null, reason: expect.stringContaining('refused') });
  expect(log.gaps[1]).toMatchObject({ id: log.gaps[0]?.id, from: log.gaps[0]?.from, to: after.lastProbe?.at });
});

test('a server that hangs, taking connections and answering nothing, is told by the probe', async () => {
  const { server, tunnel, wish, log } = await setUp({}, { openMs: 400 });
  await tunnel.open(wish);
  await log.until(isProven);
  server.hang();
  const lost = await log.until(isLost);
  expect(lost.reason).toMatch(/^Nothing came back through http:\/\/my-hooks\.localhost:\d+ within 0\.3 seconds\.$/);
  const again = await tunnel.open({ ...wish }).then(() => log.states.at(-1));
  expect(again).toMatchObject({ kind: 'lost', reason: expect.stringMatching(/gave no tunnel within/) });
});

test('a server that refuses connections is told in words, and found as soon as it is there', async () => {
  const { server, tunnel, wish, log } = await setUp();
  await server.kill();
  expect(await tunnel.open(wish)).toMatchObject({
    kind: 'lost',
    url: null,
    reason: `The localtunnel server ${server.url} refuses connections.`,
  });
  await server.restart();
  expect((await log.until(isProven)).url).toContain('my-hooks');
  expect(log.gaps).toEqual([]);
});

test('a name that someone else has is told, with the name that was given in its place', async () => {
  const { server, tunnel, wish, log } = await setUp();
  const other = await localtunnel.open(
    { target: (await startListenerFor()).target, subdomain: 'my-hooks', host: server.url, url: null, timeoutMs: 5_000 },
    new AbortController().signal,
  );
  clean.push(other.close);
  await tunnel.open(wish);
  expect(await log.until(isProven)).toMatchObject({
    takenName: 'my-hooks',
    url: expect.stringContaining('fresh-name'),
  });
});

async function startListenerFor() {
  const listener = await startListener();
  clean.push(listener.close);
  return listener;
}

test('without a wish the name that was given is asked for again', async () => {
  const { server, tunnel, wish, log } = await setUp();
  await tunnel.open({ adapter: 'localtunnel', host: wish.host ?? '' });
  const before = await log.until(isProven);
  const seen = log.states.length;
  await server.kill();
  await server.restart();
  expect((await log.until(isProven, seen)).url).toBe(before.url);
});

test('what a server does to header lines is measured, not believed', async () => {
  const exact = await setUp();
  await exact.tunnel.open(exact.wish);
  expect((await exact.log.until(isProven)).fidelity).toEqual({
    measured: true,
    lowersHeaderNames: false,
    respellsHeaderNames: false,
    mergesDuplicates: false,
    rewritesHost: false,
    addsForwarded: false,
    tellsSender: false,
  });
  const official = await setUp({ passHead: joinHeaders });
  await official.tunnel.open(official.wish);
  expect((await official.log.until(isProven)).fidelity).toMatchObject({
    measured: true,
    lowersHeaderNames: true,
    mergesDuplicates: true,
  });
});

test.each([
  ['no URL', { host: 'tunnel.example.com' }, /^Give the localtunnel server as a URL/],
  ['a name with capitals', { subdomain: 'My-Hooks' }, /^A localtunnel name has 4 to 63/],
])('%s closes the tunnel with a sentence', async (_what, change, sentence) => {
  const { tunnel, wish } = await setUp();
  expect(await tunnel.open({ ...wish, ...change })).toEqual({
    kind: 'closed',
    reason: expect.stringMatching(sentence),
  });
});

test('a web server that is no localtunnel server is told as such', async () => {
  const { tunnel, listener } = await setUp();
  const state = await tunnel.open({ adapter: 'localtunnel', host: `http://127.0.0.1:${listener.port}` });
  expect(state).toMatchObject({ kind: 'closed', reason: expect.stringMatching(/does not answer like a localtunnel/) });
});

test('a listener that is closed ends the tunnel, so that closing does not wait for its connections', async () => {
  const { listener, tunnel, wish, log } = await setUp({}, { tickMs: 50 });
  await tunnel.open(wish);
  await log.until(isProven);
  await listener.stopListening();
  expect(await log.until((state) => state.kind === 'closed')).toMatchObject({
    reason: expect.stringContaining('capture listener has closed'),
  });
});

test('forty flaps of the real client leave no name, no socket and no timer behind', async () => {
  const { server, tunnel, wish, log } = await setUp();
  const open = async (): Promise<void> => {
    await tunnel.open(wish);
    await log.until(isProven, log.states.length - 1);
    await tunnel.close();
  };
  await open();
  const before = process.getActiveResourcesInfo().length;
  for (let flap = 0; flap < 40; flap++) await open();
  await expect.poll(() => server.names()).toEqual([]);
  await expect.poll(() => process.getActiveResourcesInfo().length).toBeLessThanOrEqual(before + 3);
  expect(tunnel.state()).toEqual({ kind: 'closed', reason: null });
});
