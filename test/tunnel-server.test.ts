import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { withApp } from './support/app.ts';
import { commandLine } from './support/command-line.ts';
import { joinHeaders } from './support/localtunnel-server.ts';
import { FAST, withTunnelApp } from './support/tunnel-app.ts';
import { isLost, isProven, sendThrough } from './support/tunnel-bench.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test('the tunnel is closed at the start, and status, report and feed say so', async () => {
  await withTunnelApp(async (app) => {
    expect((await app.call('status', {})).tunnel).toEqual({ kind: 'closed', reason: null });
    const report = await app.call('tunnelStatus', {});
    expect(report).toMatchObject({ state: { kind: 'closed' }, gaps: [] });
    expect(report.adapters.map(({ id }) => id)).toContain('localtunnel');
    expect(report.reachable[0]).toMatch(/^Nothing is reachable from outside/);
    const { url } = await app.open();
    const last = (await app.call('status', {})).lastSeq;
    const messages = await app.feed(0, (seen) => (seen.at(-1)?.seq ?? 0) >= last);
    expect(messages.filter(({ kind }) => kind === 'tunnel').at(-1)).toMatchObject({ tunnel: { kind: 'open', url } });
    expect((await app.call('tunnelStatus', {})).reachable[0]).toBe(
      `Inbox: ${url}${app.path} takes deliveries from anyone who knows this address.`,
    );
    expect(await app.call('closeTunnel', { body: {} })).toEqual({ kind: 'closed', reason: null });
    expect(app.logs).toEqual([]);
  });
});

test('a delivery through the tunnel is kept with its way, and one from this machine without; probes are neither', async () => {
  await withTunnelApp(
    async (app) => {
      const { url } = await app.open();
      const headers = ['X-TwIce', '1', 'x-twice', '2', 'X-Forwarded-For', '203.0.113.9', 'X-Forwarded-Proto', 'https'];
      expect(await sendThrough(`${url}${app.path}/orders`, { body: Buffer.from('x'), headers })).toMatchObject({
        status: 200,
      });
      await fetch(app.captureUrl, { method: 'POST', body: 'local' });
      await app.feed(0, (seen) => seen.filter(({ kind }) => kind === 'arrived').length === 2);
      const far = await app.call('getDelivery', { params: { id: 1 } });
      expect(far.headers[0]).toEqual(['host', new URL(url).host]);
      expect(far.publicUrl).toBe(`${url}${app.path}/orders`);
      expect(far.tunnel).toMatchObject({
        adapter: 'localtunnel',
        url,
        sender: { address: '203.0.113.9', toldBy: 'x-forwarded-for' },
      });
      expect(far.tunnel?.changes.map(({ code }) => code)).toEqual([
        'names-lowered',
        'duplicates-merged',
        'forwarded-added',
      ]);
      expect((await app.call('getDelivery', { params: { id: 2 } })).tunnel).toBeNull();
      expect(await app.call('status', {})).toMatchObject({ deliveries: 2, unknownPaths: 0 });
    },
    { server: { passHead: joinHeaders } },
  );
});

test('a scheme that signs the URL is judged by the address that the sender called', async () => {
  await withTunnelApp(async (app) => {
    await app.call('saveRecipe', {
      body: { name: 'Signs the URL', algorithm: 'sha256', header: 'X-Sign', encoding: 'hex', template: '{url}' },
    });
    await app.call('changeEndpoint', { params: { id: 1 }, body: { provider: 'recipe:Signs the URL' } });
    await app.call('addSecret', { params: { id: 1 }, body: { name: 'key', value: 'secret' } });
    const { url } = await app.open();
    const called = `${url}${app.path}`;
    const sign = (address: string) => createHmac('sha256', 'secret').update(address).digest('hex');
    await sendThrough(called, { headers: ['X-Sign', sign(called)] });
    await sendThrough(called, { headers: ['X-Sign', sign(app.captureUrl)] });
    await app.feed(0, (seen) => seen.filter(({ kind }) => kind === 'arrived').length === 2);
    const verdicts = [1, 2].map(async (id) => (await app.call('getDelivery', { params: { id } })).verdict.kind);
    expect(await Promise.all(verdicts)).toEqual(['valid', 'invalid']);
  });
});

test('bodies of 10 MB and of any bytes are kept as they were sent', async () => {
  await withTunnelApp(async (app) => {
    const { url } = await app.open();
    const bodies = [
      randomBytes(10_000_000),
      Buffer.from([0, 255, 13, 10, 0xc3, 0x28, 72, 111, 115, 116, 58]),
      Buffer.alloc(0),
    ];
    for (const body of bodies) expect((await sendThrough(`${url}${app.path}`, { body })).status).toBe(200);
    await app.feed(0, (seen) => seen.flatMap((one) => (one.kind === 'arrived' ? one.deliveries : [])).length === 3);
    const kept = await Promise.all([1, 2, 3].map((id) => app.ask('getBody', { params: { id } })));
    expect(kept.map(({ bytes }) => sha256(bytes))).toEqual(bodies.map(sha256));
  });
});

test('500 requests, 50 at a time, are all answered and stored', async () => {
  await withTunnelApp(async (app) => {
    const { url } = await app.open();
    let next = 0;
    const statuses: number[] = [];
    const worker = async (): Promise<void> => {
      while (next < 500) {
        const target = `${url}${app.path}/${next++}`;
        statuses.push((await sendThrough(target, { body: Buffer.from('x') })).status);
      }
    };
    await Promise.all(Array.from({ length: 50 }, worker));
    expect(statuses).toEqual(Array<number>(500).fill(200));
    const targets = new Set<string>();
    await app.feed(0, (seen) => {
      for (const one of seen) if (one.kind === 'arrived') for (const { target } of one.deliveries) targets.add(target);
      return targets.size === 500;
    });
    expect(await app.call('status', {})).toMatchObject({ deliveries: 500, storeFailures: 0 });
  });
});

test('a server that is killed and comes back: lost, open again with its name, the gap kept and listed', async () => {
  await withTunnelApp(async (app) => {
    const before = await app.open();
    const seen = app.log.states.length;
    await app.server.kill();
    const lost = await app.log.until(isLost, seen);
    expect(lost).toMatchObject({ url: before.url });
    expect((await app.call('status', {})).tunnel.kind).not.toBe('open');
    await app.server.restart();
    const after = await app.log.until(isProven, seen);
    expect(after.url).toBe(before.url);
    expect((await sendThrough(`${after.url}${app.path}`)).status).toBe(200);
    const gaps = await app.call('listGaps', { query: {} });
    expect(gaps).toEqual([
      { id: lost.since, from: lost.since, to: after.lastProbe?.at, reason: expect.stringContaining('refused') },
    ]);
    expect((await app.call('tunnelStatus', {})).gaps).toEqual(gaps);
    expect(await app.call('listGaps', { query: { to: lost.since - 1 } })).toEqual([]);
    expect(await app.call('listGaps', { query: { from: (after.lastProbe?.at ?? 0) + 1 } })).toEqual([]);
  });
});

test('a server that hangs: the probe fails, and the state says so', async () => {
  await withTunnelApp(
    async (app) => {
      await app.open();
      app.server.hang();
      await app.log.until(isLost);
      const seen = app.log.states.length;
      // It answers with what it has come to: lost again, or still waiting for the silent server on a busy machine.
      const { kind } = await app.call('probeTunnel', { body: {} });
      expect(['lost', 'opening']).toContain(kind);
      await app.log.until(isLost, seen);
      const reasons = app.log.states.filter(isLost).map(({ reason }) => reason);
      expect(reasons[0]).toMatch(/^Nothing came back through http:\/\/my-hooks\.localhost/);
    },
    { app: { tunnel: { timings: FAST, probeTimeoutMs: 400 } } },
  );
});

test('opening answers once the address is proven, or with what keeps it from being', async () => {
  const proxy = createHttpServer((_request, response) => void response.writeHead(502).end());
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  await withTunnelApp(async (app) => {
    expect(await app.call('openTunnel', { body: app.wish })).toMatchObject({ lastProbe: { at: expect.any(Number) } });
    expect(await app.call('openTunnel', { body: { adapter: 'public-url', url } })).toMatchObject({
      kind: 'lost',
      reason: `${url} answered 502: its server runs, but does not reach Hookglass.`,
    });
    const { code, stderr } = await commandLine(app.dataDir, 'tunnel', 'status');
    expect([code, stderr]).toEqual([1, '']);
    const opened = await commandLine(app.dataDir, 'tunnel', 'open', '--adapter', 'public-url', '--url', url);
    expect(opened).toMatchObject({ code: 1, stderr: expect.stringMatching(/^The tunnel is lost; .*answered 502/) });
    expect(opened.stdout.toString()).toBe('');
  });
  await new Promise((resolve) => proxy.close(resolve));
});

test('a gap that a dead server left open ends when the next one starts', async () => {
  await withTunnelApp(async (app) => {
    await app.app.store.writer.write(() => app.app.store.gaps.put({ id: 5, from: 5, to: null, reason: 'x' }));
    await app.restart();
    expect(await app.call('listGaps', { query: {} })).toEqual([
      { id: 5, from: 5, to: expect.any(Number), reason: 'x' },
    ]);
  });
});

test('the address that senders have is remembered over a restart, until the new one is accepted', async () => {
  await withTunnelApp(async (app) => {
    const { url } = await app.open();
    await app.restart();
    const other = { ...app.wish, subdomain: 'other-hooks' };
    const changed = await app.call('openTunnel', { body: other });
    expect(changed).toMatchObject({ kind: 'open', url: expect.stringContaining('other-hooks'), urlChangedFrom: url });
    expect(await app.call('acceptTunnelUrl', { body: {} })).toMatchObject({ kind: 'open', urlChangedFrom: null });
    await app.restart();
    expect(await app.call('openTunnel', { body: other })).toMatchObject({ kind: 'open', urlChangedFrom: null });
  });
});

test('stopping the server ends the tunnel, and its name is free at once', async () => {
  await withTunnelApp(async (app) => {
    await app.open();
    await app.restart({ between: () => expect(app.log.states.at(-1)).toMatchObject({ kind: 'closed' }) });
    await expect.poll(() => app.server.names()).toEqual([]);
  });
});

test('capture answers on both addresses of localhost, and on no other one', async () => {
  await withApp(async (app) => {
    const reach = (host: string): Promise<boolean> =>
      new Promise((resolve) => {
        const socket = connect({ host, port: app.capturePort }, () => resolve(true)).on('error', () => resolve(false));
        socket.on('close', () => socket.destroy());
        socket.setTimeout(2_000, () => socket.destroy());
      });
    const { pathname } = new URL(app.captureUrl);
    const viaSix = await fetch(`http://[::1]:${app.capturePort}${pathname}`, { method: 'POST', body: 'x' });
    expect(viaSix.status).toBe(200);
    const others = Object.values(networkInterfaces()).flatMap((list) =>
      (list ?? []).filter(({ internal }) => !internal),
    );
    const open = await Promise.all(others.filter(({ scopeid }) => !scopeid).map(({ address }) => reach(address)));
    expect(open.length).toBeGreaterThan(0);
    expect(open).not.toContain(true);
  });
});

test('a port that is taken on ::1 alone counts as taken', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen({ host: '::1', port: 0, ipv6Only: true }, resolve));
  const { port } = other.address() as { port: number };
  const { startApp } = await import('../server/app.ts');
  const { mkdtempSync, rmSync } = await import('node:fs');
  const dataDir = mkdtempSync('/tmp/hookglass-test-');
  const config = { dataDir, capturePort: port, controlPort: 0, keyBase64: null };
  await expect(startApp(config, { rendererDir: dataDir })).rejects.toMatchObject({ code: 'port-in-use' });
  other.close();
  rmSync(dataDir, { recursive: true, force: true });
});
