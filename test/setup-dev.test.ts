import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { controlProxy } from '../tools/control-proxy.ts';

const PAGE = 'http://page.example';

describe('the way from the page under npm run dev to the control API', () => {
  const arrived: IncomingMessage[] = [];
  const control = createHttpServer((request, answer) => {
    arrived.push(request);
    answer.end();
  });
  let api = '';
  let controlHost = '';
  let close = async (): Promise<void> => {};

  beforeAll(async () => {
    await new Promise<void>((resolve) => control.listen(0, '127.0.0.1', resolve));
    controlHost = `127.0.0.1:${(control.address() as AddressInfo).port}`;
    const vite = await createServer({
      configFile: false,
      logLevel: 'silent',
      optimizeDeps: { noDiscovery: true },
      server: { host: '127.0.0.1', port: 0, ws: false, proxy: { '/api': controlProxy(PAGE, `http://${controlHost}`) } },
    });
    await vite.listen();
    api = `${vite.resolvedUrls?.local[0]}api/status`;
    close = () => vite.close();
  });
  afterAll(async () => {
    await close();
    control.close();
  });

  it("carries the control address's own Host, and its Origin in place of the page's", async () => {
    await fetch(api, { method: 'POST', headers: { origin: PAGE } });
    expect(arrived.at(-1)?.headers).toMatchObject({ host: controlHost, origin: `http://${controlHost}` });
  });

  it.each(['http://elsewhere.example', 'null'])(
    'leaves the foreign origin %s for the gate to refuse',
    async (origin) => {
      await fetch(api, { method: 'POST', headers: { origin } });
      expect(arrived.at(-1)?.headers.origin).toBe(origin);
    },
  );

  it('adds no Origin where there is none', async () => {
    await fetch(api);
    expect(arrived.at(-1)?.headers.origin).toBeUndefined();
  });
});
