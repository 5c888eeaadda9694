import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AdapterId } from '../server/contract/tunnel.ts';
import { allAdapters } from '../server/tunnel/adapters/index.ts';
import { type Adapter, type Opened, OpenFailure, type OpenRequest } from '../server/tunnel/opener.ts';
import { type Listener, startListener } from './support/tunnel-bench.ts';

const TOOLS = join(import.meta.dirname, 'support/fake-tools');
let folder: string;
let listener: Listener;
const open_: Opened[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hookglass-tunnel-'));
  execFileSync('mkfifo', [join(folder, 'gate')]);
  listener = await startListener();
});
afterEach(async () => {
  for (const opened of open_.splice(0)) await opened.close();
  await listener.close();
  rmSync(folder, { recursive: true });
});

function environment(mode: string): NodeJS.ProcessEnv {
  return {
    PATH: [TOOLS, process.env['PATH']].join(delimiter),
    FAKE_MODE: mode,
    FAKE_GATE: join(folder, 'gate'),
    FAKE_PID: join(folder, 'pid'),
    FAKE_ARGS: join(folder, 'args'),
  };
}

function adapter(id: AdapterId, env: NodeJS.ProcessEnv): Adapter {
  const found = allAdapters(env).find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no adapter ${id}`);
  return found;
}

const never = new AbortController().signal;

async function start(id: AdapterId, mode = '', wishes: Partial<OpenRequest> = {}, signal = never): Promise<Opened> {
  const request = { target: listener.target, subdomain: null, host: null, url: null, timeoutMs: 10_000, ...wishes };
  const opened = await adapter(id, environment(mode)).open(request, signal);
  open_.push(opened);
  return opened;
}

async function failure(id: AdapterId, mode: string, wishes: Partial<OpenRequest> = {}): Promise<OpenFailure> {
  const error: unknown = await start(id, mode, wishes).catch((reason: unknown) => reason);
  if (error instanceof OpenFailure) return error;
  throw new Error(`${id} should have failed`);
}

/** Let the fake tool go on: it waits for a line on its gate. */
async function passGate(): Promise<void> {
  const gate = await open(join(folder, 'gate'), 'w');
  await gate.write('go\n');
  await gate.close();
}

const args = (): string => readFileSync(join(folder, 'args'), 'utf8').trim();
const pid = (): number => Number(readFileSync(join(folder, 'pid'), 'utf8'));

/** Whether a process runs; one that has ended and only waits to be collected does not. */
function runs(id: number): boolean {
  try {
    process.kill(id, 0);
    const stat = `/proc/${id}/stat`;
    return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, 'utf8'));
  } catch {
    return false;
  }
}

describe.skipIf(process.platform === 'win32')('programs of others', () => {
  test('each tells its version when found, and what to install when not', async () => {
    const found = await Promise.all(allAdapters(environment('')).map((one) => one.find()));
    expect(found.map(({ id, found: there, version }) => [id, there, version])).toEqual([
      ['localtunnel', true, '2.0.2'],
      ['cloudflared', true, '2025.11.1'],
      ['ngrok', true, '3.30.0'],
      ['localhost-run', true, '9.2p1'],
      ['pinggy', true, '9.2p1'],
      ['ssh', true, '9.2p1'],
      ['tailscale', true, '1.90.6'],
      ['public-url', true, null],
    ]);
    const missing = await Promise.all(allAdapters({ PATH: folder }).map((one) => one.find()));
    expect(missing.filter((one) => one.found).map(({ id }) => id)).toEqual(['localtunnel', 'public-url']);
    expect(missing.filter(({ install }) => !/[Ii]nstall|part of macOS/.test(install))).toEqual([]);
  });

  test('one that is not installed fails for good and says what to install', async () => {
    const request = { target: listener.target, subdomain: null, host: null, url: null, timeoutMs: 1_000 };
    const opening = adapter('cloudflared', { PATH: folder }).open(request, never);
    await expect(opening).rejects.toMatchObject({
      lasting: true,
      message: expect.stringMatching(/^cloudflared is not installed\. Install/),
    });
  });

  const ways: readonly (readonly [AdapterId, string, Partial<OpenRequest>, string, RegExp])[] = [
    [
      'cloudflared',
      '',
      {},
      'https://quiet-river-lamp-stone.trycloudflare.com',
      /^tunnel --config \S+ --no-autoupdate --url http:\/\/127\.0\.0\.1:PORT$/,
    ],
    ['ngrok', '', {}, 'https://tidy-otter.ngrok-free.app', /^http 127\.0\.0\.1:PORT --log=stdout --log-format=logfmt$/],
    [
      'ngrok',
      'json',
      { subdomain: 'tidy-otter.ngrok-free.app' },
      'https://tidy-otter.ngrok-free.app',
      /--domain=tidy-otter\.ngrok-free\.app$/,
    ],
    ['localhost-run', '', {}, 'https://8beaa541ba3dc2.lhr.life', /-R 80:127\.0\.0\.1:PORT nokey@localhost\.run$/],
    [
      'pinggy',
      '',
      {},
      'https://rnabc-203-0-113-9.a.free.pinggy.link',
      /-p 443 -R 0:127\.0\.0\.1:PORT free\.pinggy\.io$/,
    ],
    [
      'pinggy',
      '',
      { host: 'tOk3n' },
      'https://rnabc-203-0-113-9.a.free.pinggy.link',
      /-p 443 -R 0:127\.0\.0\.1:PORT -F \S+ pro\.pinggy\.io$/,
    ],
    [
      'ssh',
      '',
      { host: 'me@tunnel.example' },
      'http://tunnel.example:41233',
      /-R \*:0:127\.0\.0\.1:PORT -- me@tunnel\.example$/,
    ],
    [
      'ssh',
      '',
      { host: 'tunnel.example:2222/8080' },
      'http://tunnel.example:8080',
      /-p 2222 -R \*:8080:127\.0\.0\.1:PORT -- tunnel\.example$/,
    ],
    [
      'ssh',
      '',
      { host: 'me@tunnel.example/8080', url: 'https://hooks.example/in/' },
      'https://hooks.example/in',
      /-R 8080:127\.0\.0\.1:PORT -- me@tunnel\.example$/,
    ],
    ['tailscale', '', {}, 'https://desk.tail1a2b3.ts.net', /^funnel http:\/\/127\.0\.0\.1:PORT$/],
  ];
  test.each(ways)(
    '%s (%s) is led to the capture port alone, its address is read, and it is ended',
    async (id, mode, wishes, url, call) => {
      const opened = await start(id, mode, wishes);
      expect(opened.url).toBe(url);
      expect(args().replace(String(listener.port), 'PORT')).toMatch(call);
      expect(runs(pid())).toBe(true);
      await opened.close();
      expect(runs(pid())).toBe(false);
      expect(await opened.closed).toBe('The tunnel was closed.');
    },
  );

  test('Pinggy’s token is in no list of processes, but in a file of one’s own that goes with the tunnel', async () => {
    const opened = await start('pinggy', '', { host: 'tOk3n' });
    const file = /-F (\S+)/.exec(args())?.[1] ?? '';
    expect(args()).not.toContain('tOk3n');
    expect(readFileSync(file, 'utf8')).toContain('User tOk3n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await opened.close();
    expect(existsSync(file)).toBe(false);
  });

  const failures: readonly (readonly [AdapterId, string, Partial<OpenRequest>, boolean, RegExp])[] = [
    ['cloudflared', 'offline', {}, false, /^Cloudflare gave no quick tunnel: Post .*no such host/],
    ['cloudflared', 'limited', {}, false, /^Cloudflare opens no more quick tunnels from your address for now/],
    ['ngrok', 'no-account', {}, true, /^ngrok needs an account.*add-authtoken/],
    ['ngrok', 'busy', {}, false, /all its agents running/],
    ['ngrok', 'unknown', {}, false, /^ngrok refused: The domain is reserved for another account\..*err_ngrok_320/],
    ['ngrok', '', { subdomain: 'tidy' }, true, /^Give ngrok the whole domain/],
    ['ssh', 'no-key', { host: 'me@tunnel.example' }, true, /^me@tunnel\.example refused your key/],
    ['ssh', 'no-name', { host: 'me@tunnel.example' }, false, /cannot be found by its name/],
    ['ssh', 'refused', { host: 'me@tunnel.example' }, false, /refuses ssh connections/],
    ['ssh', 'taken', { host: 'me@tunnel.example/8080' }, false, /did not let us listen/],
    ['ssh', 'other-key', { host: 'me@tunnel.example' }, true, /another host key than before/],
    ['localhost-run', 'odd', {}, false, /^localhost\.run ended with exit code 255\. Its last lines: “kex_exchange/],
    ['ssh', '', {}, true, /^Give the ssh host as user@host/],
    ['ssh', '', { host: '-oProxyCommand=x' }, true, /^Give the ssh host as user@host/],
    ['ssh', '', { host: 'me@tunnel.example', url: 'https://hooks.example' }, true, /name the port/],
    ['pinggy', '', { host: 'a b' }, true, /^Give only the Pinggy token/],
    [
      'tailscale',
      'off',
      {},
      true,
      /^Funnel is off.*https:\/\/login\.tailscale\.com\/f\/funnel\?node=nWNmPtVzj, then open again/,
    ],
    ['tailscale', 'stopped', {}, true, /^Tailscale is not running/],
    ['tailscale', 'signed-out', {}, true, /tailscale up/],
    ['tailscale', 'denied', {}, true, /--operator/],
  ];
  test.each(failures)(
    '%s that fails at its start (%s %j) says so in words',
    async (id, mode, wishes, lasting, sentence) => {
      const error = await failure(id, mode, wishes);
      expect(error.message).toMatch(sentence);
      expect(error.lasting).toBe(lasting);
      if (existsSync(join(folder, 'pid'))) expect(runs(pid())).toBe(false);
    },
  );

  test('a slow start is waited for', async () => {
    const opening = start('cloudflared', 'slow');
    await passGate();
    expect((await opening).url).toBe('https://quiet-river-lamp-stone.trycloudflare.com');
  });

  test('an opening that is called off while it starts leaves no process behind', async () => {
    const abort = new AbortController();
    const opening = start('cloudflared', 'slow', {}, abort.signal);
    await expect.poll(() => existsSync(join(folder, 'args'))).toBe(true);
    abort.abort();
    await expect(opening).rejects.toThrow('called off');
    expect(runs(pid())).toBe(false);
  });

  test('output whose form is no longer known gives a sentence with its last lines, and ends the program', async () => {
    const error = await failure('cloudflared', 'renamed', { timeoutMs: 500 });
    expect(error.message).toMatch(
      /^cloudflared started, but within 0\.5 seconds its output had no public address in a form that is known here\. Its last lines: .*cloudflare-quick\.example/,
    );
    expect(error.lasting).toBe(false);
    expect(runs(pid())).toBe(false);
  });

  test('a death while open is told with its exit code and last lines', async () => {
    const opened = await start('cloudflared', 'dies');
    await passGate();
    expect(await opened.closed).toMatch(/^cloudflared ended with exit code 3\. .*no recent network activity/);
  });

  test('a new address while open is told', async () => {
    const opened = await start('localhost-run');
    const changed = new Promise<string>((resolve) => opened.onUrl?.(resolve));
    await passGate();
    expect(await changed).toBe('https://d488e70ee7c1d5.lhr.life');
  });

  test('a program that does not heed the request to end is killed', async () => {
    const opened = await start('cloudflared', 'stubborn');
    await opened.close();
    expect(runs(pid())).toBe(false);
  });

  test('a tunnel does not outlive Hookglass, even after kill -9', async () => {
    const script = join(import.meta.dirname, 'support/run-adapter.mjs');
    const owner = spawn(process.execPath, [script], { env: environment(''), stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => owner.stdout.once('data', resolve));
    expect(runs(pid())).toBe(true);
    owner.kill('SIGKILL');
    await expect.poll(() => runs(pid()), { timeout: 5_000 }).toBe(false);
  });
});

test('a public URL of one’s own needs nothing but to be one', async () => {
  const opened = await start('public-url', '', { url: ' https://Hooks.Example/in/ ' });
  expect([opened.url, opened.name]).toEqual(['https://hooks.example/in', null]);
  await opened.close();
  expect(await opened.closed).toBe('The tunnel was closed.');
  for (const url of [
    null,
    'hooks.example',
    'ftp://hooks.example',
    'https://me:pw@hooks.example',
    'https://hooks.example/?a',
  ]) {
    expect(await failure('public-url', '', { url })).toMatchObject({ lasting: true });
  }
});
