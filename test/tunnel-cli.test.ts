import { describe, expect, test } from 'vitest';
import { startApp } from '../server/app.ts';
import type { Arguments, Command } from '../server/cli/command.ts';
import { listen } from '../server/cli/listen.ts';
import { serve } from '../server/cli/serve.ts';
import { tunnelOpen } from '../server/cli/tunnel.ts';
import { readTunnelWish } from '../server/cli/tunnel-wish.ts';
import type { TunnelReport, TunnelState } from '../server/contract/tunnel.ts';
import { rendererDir } from '../server/renderer-dir.ts';
import { withApp } from './support/app.ts';
import { commandLine, commandLineJson } from './support/command-line.ts';
import { hookglass, hookglassJson, startServerProcess, withDataDir } from './support/hookglass-process.ts';
import { startLocaltunnelServer } from './support/localtunnel-server.ts';
import { sendThrough } from './support/tunnel-bench.ts';

const stateOf = (line: string): TunnelState => (JSON.parse(line) as { tunnel: TunnelState }).tunnel;

describe('hookglass serve --tunnel', () => {
  test('tells the public address once it is proven, and each loss and return with its time', async () => {
    const relay = await startLocaltunnelServer();
    await withDataDir(async (dataDir) => {
      const words = ['serve', '--json', '--tunnel', '--tunnel-host', relay.url, '--subdomain', 'my-hooks'];
      const server = await startServerProcess(dataDir, words);
      const open = stateOf(await server.nextLine());
      expect(open).toMatchObject({ kind: 'open', url: `http://my-hooks.localhost:${relay.port}` });
      const { pathname } = new URL(server.captureUrl);
      const address = `http://my-hooks.localhost:${relay.port}${pathname}`;
      expect((await sendThrough(address, { headers: ['X-Forwarded-For', '203.0.113.9'] })).status).toBe(200);
      const shown = (await commandLine(dataDir, 'deliveries', 'show', '1')).stdout.toString();
      expect(shown).toContain(`\ncame in   through localtunnel at http://my-hooks.localhost:${relay.port}\n`);
      expect(shown).toContain(
        '\nsender    203.0.113.9, as told by the tunnel (x-forwarded-for): nobody vouches for it\n',
      );
      expect(shown).toContain('\nchanged   On the way were added: X-Forwarded-For.\n');
      await relay.kill();
      expect(stateOf(await server.nextLine())).toMatchObject({ kind: 'lost' });
      await relay.restart();
      let state = stateOf(await server.nextLine());
      while (state.kind === 'lost') state = stateOf(await server.nextLine());
      expect(state).toMatchObject({ kind: 'open', url: `http://my-hooks.localhost:${relay.port}` });
      const report = await commandLineJson<TunnelReport>(dataDir, 'tunnel', 'status');
      expect(report).toMatchObject({ state: { kind: 'open' }, gaps: [{ to: expect.any(Number) }] });
      expect(await server.end('SIGTERM')).toBe(0);
      const lines = server.stderr().trimEnd().split('\n');
      expect(lines[0]).toMatch(
        /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d {2}The tunnel is open \(localtunnel, a round trip took \d+ ms\): /,
      );
      expect(lines[0]).toContain(address);
      expect(lines[1]).toMatch(
        /^\S+T\S+ {2}The tunnel is lost; the next try is at \S+T\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d\. /,
      );
    });
    await relay.kill();
  });

  test('every option of an opening can be given at the start', () => {
    const flags = { url: 'https://hooks.example', fallback: 'localtunnel,ngrok' };
    expect(readTunnelWish('public-url', flags)).toEqual({
      adapter: 'public-url',
      url: 'https://hooks.example',
      fallback: ['localtunnel', 'ngrok'],
    });
    for (const { options } of [serve, listen])
      expect(Object.keys(options)).toEqual(expect.arrayContaining(['subdomain', 'tunnel-host', 'url', 'fallback']));
  });

  test.each<readonly [Command, Arguments['flags'], RegExp]>([
    [serve, { tunnel: 'nonsense' }, /there is no tunnel adapter nonsense; choose one of localtunnel, cloudflared/],
    [serve, { subdomain: 'my-hooks' }, /--subdomain needs --tunnel/],
    [serve, { 'tunnel-host': 'https://example.com' }, /--tunnel-host needs --tunnel/],
    [serve, { url: 'https://example.com' }, /--url needs --tunnel/],
    [serve, { fallback: 'ngrok' }, /--fallback needs --tunnel/],
    [tunnelOpen, { adapter: 'cloudflared', subdomain: 'mine' }, /cloudflared takes no --subdomain/],
    [tunnelOpen, { url: 'https://example.com' }, /localtunnel takes no --url/],
    [listen, { forward: 'http://127.0.0.1:1', tunnel: 'x' }, /there is no tunnel adapter x/],
    [tunnelOpen, { fallback: 'ngrok,x' }, /there is no tunnel adapter x/],
  ])('$name with %j is wrong use', async ({ run }, flags, sentence) => {
    const unused = (): never => {
      throw new Error('This is not reached.');
    };
    const signal = new AbortController().signal;
    const context = { dataDir: '', json: false, api: unused, out: unused, say: unused, signal };
    await expect(run({ flags, words: [] }, context)).rejects.toMatchObject({
      code: 'wrong-use',
      detail: expect.stringMatching(sentence),
    });
  });
});

describe('hookglass tunnel', () => {
  test('open, status and close, with a changed address said loudly until it is accepted', async () => {
    const relay = await startLocaltunnelServer();
    await withApp(async ({ dataDir, captureUrl }) => {
      const { pathname } = new URL(captureUrl);
      const open = (...words: string[]) => commandLine(dataDir, 'tunnel', 'open', '--tunnel-host', relay.url, ...words);
      const before = await hookglass(dataDir, 'tunnel', 'status');
      expect(before).toMatchObject({ code: 1, stderr: '' });
      expect(before.stdout.toString()).toMatch(/^The tunnel is closed\.\n\n {2}Nothing is reachable from outside/);
      const first = await hookglass(dataDir, 'tunnel', 'open', '--tunnel-host', relay.url, '--subdomain', 'my-hooks');
      expect(first).toMatchObject({ code: 0, stderr: '' });
      expect(first.stdout.toString()).toBe(`http://my-hooks.localhost:${relay.port}${pathname}\n`);
      const second = await open('--subdomain', 'other-hooks');
      expect(second).toMatchObject({ code: 0, stderr: expect.stringMatching(/YOUR PUBLIC ADDRESS HAS CHANGED/) });
      expect(second.stderr).toContain(`http://my-hooks.localhost:${relay.port}`);
      expect(await commandLineJson(dataDir, 'tunnel', 'open', '--accept-url')).toMatchObject({ urlChangedFrom: null });
      const after = await commandLine(dataDir, 'tunnel', 'status');
      expect(after).toMatchObject({ code: 0, stderr: '' });
      expect(after.stdout.toString()).toContain(`Inbox: http://other-hooks.localhost:${relay.port}${pathname} takes`);
      expect(await hookglassJson(dataDir, 'tunnel', 'close')).toEqual({ kind: 'closed', reason: null });
      expect(relay.names()).toEqual([]);
      const odd = await open('--subdomain', 'NO');
      expect(odd).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^The tunnel is closed\. A localtunnel name/),
      });
    });
    await relay.kill();
  });

  test('without a server opening says how to start one, and the state is told all the same', async () => {
    await withDataDir(async (dataDir) => {
      const { code, stderr } = await commandLine(dataDir, 'tunnel', 'open');
      expect([code, stderr]).toEqual([1, expect.stringContaining('hookglass serve')]);
      const config = { dataDir, capturePort: 0, controlPort: 0, keyBase64: null };
      await (await startApp(config, { rendererDir })).close();
      expect((await commandLine(dataDir, 'tunnel', 'status', '--json')).stdout.toString()).toContain('"closed"');
    });
  });
});
