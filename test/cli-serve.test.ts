import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { DeliverySummary } from '../server/contract/delivery.ts';
import type { Endpoint } from '../server/contract/endpoint.ts';
import { commandLine, commandLineJson } from './support/command-line.ts';
import {
  hookglass,
  hookglassJson,
  type Started,
  startServerProcess,
  withDataDir,
  withServerProcess,
} from './support/hookglass-process.ts';

const pick = ({ captureUrl, apiUrl }: Started) => ({ captureUrl, apiUrl });
const oneLine = expect.stringMatching(/^hookglass: [^\n]+\n$/);

describe.concurrent('hookglass serve', () => {
  test('its first line with --json says where everything is, and all of it answers', async () => {
    await withServerProcess(async (server) => {
      const told = JSON.parse(server.firstLine) as Started;
      expect(Object.keys(told)).toEqual(['captureUrl', 'uiUrl', 'apiUrl', 'dataDir', 'pid']);
      expect(told).toMatchObject({ ...pick(server), dataDir: server.dataDir, pid: server.child.pid });
      expect(told.uiUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#code=/);
      expect(server.captureUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/e\/[0-9a-z]{26}$/);
      expect((await fetch(server.captureUrl, { method: 'POST', body: 'hello' })).status).toBe(200);
      expect((await fetch(server.uiUrl)).status).toBe(200);
      const headers = { authorization: `Bearer ${server.token}` };
      const status = (await (await fetch(`${server.apiUrl}/status`, { headers })).json()) as { pid: number };
      expect(status.pid).toBe(server.pid);
      expect(statSync(join(server.dataDir, 'server.json')).mode & 0o777).toBe(0o600);
      expect(statSync(server.dataDir).mode & 0o777).toBe(0o700);
    });
  });

  test.each<NodeJS.Signals>(['SIGINT', 'SIGTERM'])(
    '%s ends it cleanly, also while a sender and a reader are connected',
    async (signal) => {
      await withServerProcess(async (server) => {
        await fetch(server.captureUrl, { method: 'POST', body: 'kept' });
        const headers = { authorization: `Bearer ${server.token}` };
        const feed = await fetch(`${server.apiUrl}/feed?after=0`, { headers });
        const read = feed.text().catch(() => 'cut');
        expect(await server.end(signal)).toBe(0);
        await read;
        expect(existsSync(join(server.dataDir, 'server.json'))).toBe(false);
        expect(server.stderr()).toBe('');
      });
    },
  );

  test('a folder that another server uses is refused', async () => {
    await withDataDir(async (dataDir) => {
      const busy = await startServerProcess(dataDir, ['serve']);
      expect(busy.firstLine).toMatch(/^Hookglass is running\./);
      const told = await hookglass(dataDir, 'serve', '--port', '0', '--ui-port', '0', '--no-open');
      await busy.end('SIGKILL');
      expect(told).toMatchObject({ code: 1, stderr: oneLine });
      expect(told.stderr).toContain('Another Hookglass is using this data folder');
    });
  });

  test.each([
    ['--port', '--ui-port'],
    ['--ui-port', '--port'],
  ])('%s that is taken is refused by name', async (flag, other) => {
    await withDataDir(async (dataDir) => {
      const blocker = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => blocker.once('listening', resolve));
      const { port } = blocker.address() as { port: number };
      const told = await hookglass(dataDir, 'serve', flag, String(port), other, '0', '--no-open');
      blocker.close();
      expect(told).toMatchObject({ code: 1, stderr: oneLine });
      expect(told.stderr).toContain(`${flag} ${port}`);
      expect(existsSync(join(dataDir, 'server.json'))).toBe(false);
    });
  });

  const unprivilegedFrom = (): number =>
    Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'latin1'));
  /** Without the right to take a port below 1024 (capabilities(7), CAP_NET_BIND_SERVICE), which root would have. */
  const withoutRights = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-net_bind_service'] : [];
  const isTestable = process.platform === 'linux' && unprivilegedFrom() > 7;
  test.skipIf(!isTestable).each([
    ['--port', '--ui-port'],
    ['--ui-port', '--port'],
  ])('%s that the system keeps for others is refused by name, and the folder is free after it', async (flag, other) => {
    await withDataDir(async (dataDir) => {
      const words = ['serve', flag, '7', other, '0', '--no-open', '--json', '--data', dataDir];
      const [program = '', ...given] = [...withoutRights, process.execPath, 'bin/hookglass.mjs', ...words];
      const { status, stdout, stderr } = spawnSync(program, given, { encoding: 'utf8' });
      expect(status).toBe(1);
      expect(stderr).toMatch(/^hookglass: The system does not let you have this port[^\n]*\n$/);
      expect(JSON.parse(stdout)).toMatchObject({ problem: { code: 'port-refused', detail: `${flag} 7` } });
      expect(existsSync(join(dataDir, 'server.json'))).toBe(false);
      const next = await startServerProcess(dataDir);
      await next.end('SIGTERM');
    });
  });

  test('data of a newer version is refused and left as it was', async () => {
    await withDataDir(async (dataDir) => {
      const first = await startServerProcess(dataDir);
      await first.end('SIGINT');
      const file = join(dataDir, 'hookglass.db');
      const db = new Database(file);
      db.pragma('user_version = 99');
      db.close();
      const told = await hookglass(dataDir, 'serve', '--port', '0', '--ui-port', '0', '--no-open', '--json');
      expect(told).toMatchObject({ code: 1, stderr: oneLine });
      expect(JSON.parse(told.stdout.toString())).toMatchObject({ problem: { code: 'data-too-new' } });
      const after = new Database(file, { readonly: true });
      expect(after.pragma('user_version', { simple: true })).toBe(99);
      after.close();
    });
  });

  test('a server that was killed does not keep the folder', async () => {
    await withDataDir(async (dataDir) => {
      const first = await startServerProcess(dataDir);
      await fetch(first.captureUrl, { method: 'POST', body: 'survivor' });
      expect(await first.end('SIGKILL')).toBe('SIGKILL');
      expect(existsSync(join(dataDir, 'server.json'))).toBe(true);
      const second = await startServerProcess(dataDir);
      const list = await commandLineJson<DeliverySummary[]>(dataDir, 'deliveries', 'list');
      expect(list.map(({ id }) => id)).toEqual([1]);
      await second.end('SIGINT');
    });
  });
});

describe('without a running server', () => {
  test('what only reads works, and what writes says so in one line', async () => {
    await withDataDir(async (dataDir) => {
      const server = await startServerProcess(dataDir);
      await fetch(server.captureUrl, { method: 'POST', body: 'offline' });
      await server.end('SIGINT');
      expect((await hookglassJson<DeliverySummary[]>(dataDir, 'deliveries', 'list')).length).toBe(1);
      expect(
        (await commandLineJson<DeliverySummary[]>(dataDir, 'deliveries', 'list', '--query', 'offline')).length,
      ).toBe(1);
      expect((await commandLine(dataDir, 'deliveries', 'body', '1')).stdout.toString()).toBe('offline');
      expect((await commandLine(dataDir, 'deliveries', 'show', '1')).code).toBe(0);
      expect((await commandLine(dataDir, 'export', '1', '--format', 'http')).stdout.toString()).toContain('offline');
      expect((await commandLineJson<Endpoint[]>(dataDir, 'endpoints', 'list')).map(({ name }) => name)).toEqual([
        'Inbox',
      ]);
      const writing = [
        ['replay', '1', '--to', 'http://127.0.0.1:9'],
        ['endpoints', 'create', 'Orders'],
        ['deliveries', 'delete', '1'],
        ['open'],
      ];
      for (const words of writing) {
        const told = await commandLine(dataDir, ...words);
        expect(told, words.join(' ')).toMatchObject({ code: 1, stdout: Buffer.alloc(0), stderr: oneLine });
        expect(told.stderr).toContain('hookglass serve');
      }
      expect((await commandLineJson<DeliverySummary[]>(dataDir, 'deliveries', 'list')).length).toBe(1);
    });
  });
});
