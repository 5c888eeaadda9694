import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { EndpointLimits } from '../server/contract/tunnel.ts';
import { type TestApp, withApp } from './support/app.ts';
import { sendRaw } from './support/raw-client.ts';
import { withTunnelApp } from './support/tunnel-app.ts';
import { sendThrough } from './support/tunnel-bench.ts';

const limit = (app: TestApp, limits: Partial<EndpointLimits>) =>
  app.call('changeEndpoint', { params: { id: 1 }, body: { limits } });
const post = (app: TestApp, headers: Record<string, string> = {}) =>
  fetch(app.captureUrl, { method: 'POST', body: 'x', headers });
const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});

test('an endpoint has no limits at first, and takes back those it was given', async () => {
  await withApp(async (app) => {
    const none = { basicAuth: null, allow: null, perMinute: null };
    expect((await app.call('listEndpoints', {}))[0]?.limits).toEqual(none);
    expect((await limit(app, { perMinute: 1, allow: ['203.0.113.0/24'] })).limits).toEqual({
      basicAuth: null,
      allow: ['203.0.113.0/24'],
      perMinute: 1,
    });
    expect((await post(app)).status).toBe(403);
    expect((await limit(app, { perMinute: null, allow: null })).limits).toEqual(none);
    expect((await post(app)).status).toBe(200);
  });
});

test('a password is asked for, survives a restart, and is told to nobody', async () => {
  await withApp(async (app) => {
    const password = 'correct horse battery staple';
    const changed = await limit(app, { basicAuth: { user: 'ada', password } });
    expect(changed.limits.basicAuth).toEqual({ user: 'ada' });
    await limit(app, { perMinute: 600 });
    const answers = [await post(app), await post(app, basic('ada', 'wrong')), await post(app, basic('eve', password))];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(answers[0]?.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
    await app.restart();
    expect((await post(app, basic('ada', password))).status).toBe(200);
    expect((await post(app)).status).toBe(401);
    await app.feed(0, (seen) => seen.some(({ kind }) => kind === 'arrived'));
    expect(await app.call('status', {})).toMatchObject({ deliveries: 1, refused: 1 });
    const told = [await app.ask('listEndpoints', {}), await app.ask('tunnelStatus', {})];
    for (const { bytes } of told) expect(bytes.toString()).not.toContain(password);
    const files = ['hookglass.db', 'hookglass.db-wal'].map((file) => readFileSync(join(app.dataDir, file)));
    for (const file of files) expect(file.includes(password)).toBe(false);
    expect(app.logs.join('\n')).not.toContain(password);
  });
});

test('more requests a minute than allowed are answered 429 with a time to come back', async () => {
  let now = Date.UTC(2026, 10, 21);
  await withApp(
    async (app) => {
      await limit(app, { perMinute: 3 });
      const statuses: number[] = [];
      for (let at = 0; at < 5; at++) statuses.push((await post(app)).status);
      await app.call('changeEndpoint', { params: { id: 1 }, body: { name: 'Another name' } });
      const late = await post(app);
      expect([...statuses, late.status]).toEqual([200, 200, 200, 429, 429, 429]);
      expect(late.headers.get('retry-after')).toBe('20');
      now += 20_000;
      expect((await post(app)).status).toBe(200);
      expect(app.logs).toEqual(['Endpoint 1 refused a request. More than 3 requests a minute came to this endpoint.']);
    },
    { nowMs: () => now },
  );
});

test.each([
  [['203.0.113.7', 'example.com'], 'example.com'],
  [['10.0.0.0/33'], '10.0.0.0/33'],
  [['::1/129', '127.0.0.1:80'], '::1/129, 127.0.0.1:80'],
])('an allow-list of %j is refused with what is odd', async (allow, detail) => {
  await withApp(async (app) => {
    const { status, bytes } = await app.ask('changeEndpoint', { params: { id: 1 }, body: { limits: { allow } } });
    expect([status, JSON.parse(bytes.toString())]).toEqual([
      400,
      expect.objectContaining({ code: 'bad-limits', detail }),
    ]);
  });
});

test.each([[{ port: 1 }], [{ perMinute: 0 }], [{ allow: [] }], [{ basicAuth: { user: 'a:b', password: 'x' } }]])(
  'limits %j do not fit',
  async (limits) => {
    await withApp(async (app) => {
      expect((await app.ask('changeEndpoint', { params: { id: 1 }, body: { limits } })).status).toBe(400);
    });
  },
);

test('what is no HTTP is not kept where limits are set', async () => {
  await withApp(async (app) => {
    await limit(app, { perMinute: 10 });
    const { pathname } = new URL(app.captureUrl);
    await sendRaw(app.capturePort, `P()ST ${pathname} HTTP/1.1\r\nHost: x\r\n\r\n`);
    expect(await app.call('status', {})).toMatchObject({ deliveries: 0, refused: 1, malformed: 1 });
  });
});

test('through a tunnel that does not tell senders an allow-list lets nobody in, whatever they claim', async () => {
  await withTunnelApp(async (app) => {
    await limit(app, { allow: ['127.0.0.1', '203.0.113.0/24'] });
    const { url } = await app.open();
    const claim = ['X-Forwarded-For', '203.0.113.9'];
    expect((await sendThrough(`${url}${app.path}`, { headers: claim })).status).toBe(403);
    expect((await post(app)).status).toBe(403);
    expect((await app.call('tunnelStatus', {})).reachable[0]).toMatch(/lets nobody in/);
    await app.call('closeTunnel', { body: {} });
    expect((await post(app)).status).toBe(200);
  });
});

test('through a tunnel that tells senders the last address that it wrote decides', async () => {
  const tell = (address: string) => (head: string) => {
    const before = /^x-forwarded-for:\s*(.*)$/im.exec(head)?.[1];
    const lines = head
      .trimEnd()
      .split('\r\n')
      .filter((line) => !/^x-forwarded-for:/i.test(line));
    return `${[...lines, `X-Forwarded-For: ${before === undefined ? '' : `${before}, `}${address}`].join('\r\n')}\r\n\r\n`;
  };
  let sender = '203.0.113.9';
  await withTunnelApp(
    async (app) => {
      await limit(app, { allow: ['203.0.113.0/24'] });
      const { url } = await app.open();
      expect((await sendThrough(`${url}${app.path}`)).status).toBe(200);
      sender = '198.51.100.1';
      const claim = ['X-Forwarded-For', '203.0.113.9'];
      expect((await sendThrough(`${url}${app.path}`, { headers: claim })).status).toBe(403);
    },
    { server: { passHead: (head) => tell(sender)(head) } },
  );
});
