import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COMMANDS } from '../server/cli/commands.ts';
import { printTunnel } from '../server/cli/print-tunnel.ts';
import { safeOutput } from '../server/cli/safe-output.ts';
import type { Delivery, DeliverySummary } from '../server/contract/delivery.ts';
import type { Endpoint } from '../server/contract/endpoint.ts';
import type { Attempt } from '../server/contract/replay.ts';
import { type TestApp, withApp } from './support/app.ts';
import { commandLineOn } from './support/command-line.ts';
import type { Finished } from './support/hookglass-process.ts';
import { sendRaw } from './support/raw-client.ts';

const range = (first: number, last: number): string =>
  Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at)).join('');
/** Every C0 and C1 control, every bidi and zero-width character, separators, BOM, tags, and a line of its own. */
const HOSTILE = `${range(0, 31)}${range(127, 159)}\u061c\u200b\u200c\u200d\u200e\u200f\u2028\u2029${range(0x202a, 0x202e)}${range(0x2060, 0x2069)}\ufeff\u00ad\u{e0001}\u{e0041}\u{e007f}\nFORGED line\u001b]0;title\u0007\u009b31m`;
const NAMEABLE = HOSTILE.replaceAll('\0', '');
const UTF8_IN_HEADER = Buffer.from('\u009b31m\u202e\u200b\u2066\ufeff\u{e0041}\u{1f928}').toString('latin1');
const STEERS =
  /[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}\p{Surrogate}]/u;

const fatal = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Nothing steers the terminal; and no captured text forges a line, but where a body is shown, which has its own lines. */
function expectHarmless({ stdout, stderr }: Pick<Finished, 'stdout' | 'stderr'>, lines: 'ours' | 'of a body'): void {
  for (const text of [fatal.decode(stdout), stderr]) {
    expect(text).not.toMatch(STEERS);
    if (lines === 'ours') expect(text.split('\n').filter((line) => line.startsWith('FORGED'))).toEqual([]);
  }
}

/** A server that answers whatever comes with these bytes. */
async function answering(latin1: string): Promise<{ url: string; close: () => void }> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(Buffer.from(latin1, 'latin1')));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}`, close: () => server.close() };
}
const REASON = `${range(1, 9)}${range(14, 31)}${range(127, 255)}`;
const oddReason = `HTTP/1.1 200 ${REASON}\r\nContent-Length: 0\r\n\r\n`;
const noHttp = `\x1b[31mnot http ${REASON}\r\n\r\n`;

async function fill({ call, captureUrl }: TestApp): Promise<Endpoint> {
  const { port, pathname } = new URL(captureUrl);
  const send = (bytes: Buffer) => sendRaw(Number(port), bytes);
  const headers = [
    `POST ${pathname}/%1b%5b31m/%E2%80%AE?a=%C2%9B HTTP/1.1`,
    'Host: x',
    `X-Evil: a${UTF8_IN_HEADER}\x80\x9b31m${range(160, 255)}`,
    `X-Utf8: ${UTF8_IN_HEADER}`,
    `X-GitHub-Event: ${UTF8_IN_HEADER}`,
    `X-GitHub-Delivery: ${UTF8_IN_HEADER}`,
    `Content-Type: application/json; charset=${UTF8_IN_HEADER}`,
  ];
  const body = Buffer.concat([
    Buffer.from(JSON.stringify({ action: HOSTILE, repository: { full_name: `${HOSTILE}\ud800` } })),
    Buffer.from(HOSTILE),
    Buffer.from([0xff, 0x9b, 0xc3, 0x28]),
  ]);
  await send(
    Buffer.concat([Buffer.from([...headers, `Content-Length: ${body.length}`, '', ''].join('\r\n'), 'latin1'), body]),
  );
  const stripe = JSON.stringify({
    id: `evt_${HOSTILE}`,
    object: 'event',
    type: HOSTILE,
    data: { object: { id: HOSTILE } },
  });
  await fetch(captureUrl, { method: 'POST', headers: { 'stripe-signature': 't=1,v1=00' }, body: stripe });
  await send(Buffer.from(`POST ${pathname}/\x1b[31m\x80 HTTP/9.${REASON}\r\n${REASON}\r\n\r\n`, 'latin1'));
  const made = await call('createEndpoint', { body: { name: `Evil ${NAMEABLE}`.slice(0, 80), provider: 'stripe' } });
  await call('addSecret', {
    params: { id: made.id },
    body: { name: `Key ${NAMEABLE}`.slice(0, 80), value: 'whsec_x', extra: {} },
  });
  await fetch(made.url, { method: 'POST', headers: { 'stripe-signature': 't=1,v1=00' }, body: stripe });
  await call('changeDelivery', { params: { id: 1 }, body: { note: HOSTILE } });
  return made;
}

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'hookglass-hostile-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Words for each command, at least one that works and one that fails, where there are both. `{…}` are filled in. */
const CALLS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  open: [['--no-open']],
  'sessions list': [[]],
  'sessions end': [['99'], [HOSTILE]],
  'endpoints list': [[]],
  'endpoints create': [[NAMEABLE.slice(0, 60)], ['x', '--provider', HOSTILE]],
  'endpoints rotate': [['{endpoint}'], [HOSTILE]],
  'endpoints delete': [['{endpoint}'], [HOSTILE, '--yes']],
  'endpoints secrets': [['{endpoint}'], [HOSTILE]],
  'endpoints add-secret': [
    ['{endpoint}', '--secret-file', '{secret}', '--name', NAMEABLE.slice(0, 60)],
    ['{endpoint}', '--secret-file', `{dir}/none${NAMEABLE}`],
  ],
  'endpoints delete-secret': [
    ['{endpoint}', '1'],
    ['{endpoint}', '99', '--yes'],
  ],
  'deliveries list': [[], ['--query', `verdict:${HOSTILE}`], ['--query', `providr:${HOSTILE}`], ['--limit', HOSTILE]],
  'deliveries show': [['1'], ['2'], ['3'], ['4'], [HOSTILE]],
  'deliveries body': [['1'], ['2'], [HOSTILE]],
  'deliveries delete': [['4'], [HOSTILE]],
  providers: [[], [HOSTILE]],
  verify: [
    ['1', '2'],
    ['--all'],
    ['--http', '{request}', '--provider', 'stripe', '--secret-file', '{secret}'],
    ['--http', '{badRequest}', '--provider', 'stripe', '--secret-file', '{secret}'],
    ['--vectors', '{vectors}'],
    ['--vectors', '{badVectors}'],
    ['--vectors', `{dir}/none${NAMEABLE}`],
    ['--confirm', '1'],
  ],
  replay: [
    ['1', '2', '--to', '{oddReason}'],
    ['1', '--to', '{noHttp}'],
    ['1', '--to', `http://127.0.0.1:1/${HOSTILE}`],
    ['1', '--to', HOSTILE],
  ],
  export: [
    ['1'],
    ['1', '--format', 'http'],
    ['3'],
    ['1', '--out', `{dir}/x${NAMEABLE.replaceAll('/', '')}`.slice(0, 120)],
    ['1', '--out', `{dir}/none/x${NAMEABLE}`],
    ['1', '--format', HOSTILE],
  ],
  'tunnel status': [[]],
  'tunnel open': [
    ['--adapter', 'public-url', '--url', `https://127.0.0.1:1/${HOSTILE}`],
    ['--adapter', HOSTILE],
  ],
  'tunnel close': [[]],
};
/** They run until they are stopped and have tests of their own below. */
const LASTING = ['serve', 'listen'];

test('every command is walked here', () => {
  expect(COMMANDS.map(({ name }) => name).filter((name) => !LASTING.includes(name) && !(name in CALLS))).toEqual([]);
  expect(COMMANDS.filter(({ lasting }) => lasting).map(({ name }) => name)).toEqual(LASTING);
});

test('no command lets captured text steer the terminal, in plain words and as JSON', async () => {
  await withApp(async (server) => {
    const endpoint = await fill(server);
    const [odd, bad] = await Promise.all([answering(oddReason), answering(noHttp)]);
    const put = (name: string, text: string): string => {
      writeFileSync(join(dir, name), text, 'latin1');
      return join(dir, name);
    };
    const places: Readonly<Record<string, string>> = {
      dir,
      endpoint: String(endpoint.id),
      secret: put('secret', 'whsec_x'),
      request: put(
        'r.http',
        `POST /\x1b[31m HTTP/1.1\r\nX-A: ${UTF8_IN_HEADER}\r\nStripe-Signature: t=1,v1=\x9b\r\n\r\n${UTF8_IN_HEADER}`,
      ),
      badRequest: put('b.http', `P\x1b[31m ${REASON}\r\n`),
      vectors: put('v.json', '[]'),
      badVectors: put('bv.json', JSON.stringify([{ id: HOSTILE, provider: HOSTILE }])),
      oddReason: odd.url,
      noHttp: bad.url,
    };
    const filled = (word: string): string => word.replace(/\{(\w+)\}/g, (all, name: string) => places[name] ?? all);
    for (const [name, calls] of Object.entries(CALLS)) {
      for (const words of calls) {
        for (const more of [[], ['--json']]) {
          const given = [...name.split(' '), ...words.map(filled), ...more, '--data', server.dataDir];
          const told = await commandLineOn({ isTerminal: true }, ...given);
          try {
            expectHarmless(told, ['export', 'deliveries body'].includes(name) ? 'of a body' : 'ours');
            if (more.length > 0)
              for (const line of told.stdout.toString().trimEnd().split('\n').filter(Boolean)) JSON.parse(line);
          } catch (error) {
            throw new Error(`${JSON.stringify(given)}: ${String(error)}`);
          }
        }
      }
    }
    odd.close();
    bad.close();
  });
});

test('a JSON parser still reads the values as they are', async () => {
  await withApp(async (server) => {
    await fill(server);
    const odd = await answering(oddReason);
    const json = async <T>(...words: string[]): Promise<T> =>
      JSON.parse((await commandLineOn({}, ...words, '--json', '--data', server.dataDir)).stdout.toString()) as T;
    const [attempt] = await json<Attempt[]>('replay', '1', '--to', odd.url);
    expect(attempt?.outcome).toMatchObject({ kind: 'answered', statusText: REASON });
    const delivery = await server.call('getDelivery', { params: { id: 1 } });
    expect(delivery.headers.some(([, value]) => value === UTF8_IN_HEADER)).toBe(true);
    expect(await json<Delivery>('deliveries', 'show', '1')).toMatchObject(delivery);
    const listed = (await json<DeliverySummary[]>('deliveries', 'list')).find(({ id }) => id === 2);
    expect(listed?.event).toBe((await server.call('getDelivery', { params: { id: 2 } })).event);
    expect(await json<Endpoint[]>('endpoints', 'list')).toEqual(await server.call('listEndpoints', {}));
    odd.close();
  });
});

test.each([
  ['serve', []],
  ['serve', ['--json']],
  ['listen', []],
  ['listen', ['--json']],
])('%s %s, its data folder, what arrives and what the app answers included', async (name, more) => {
  const dataDir = join(dir, `data ${NAMEABLE.replaceAll('/', '')}`);
  const app = await answering(oddReason);
  const stop = new AbortController();
  let sent = false;
  const told = await commandLineOn(
    {
      isTerminal: true,
      signal: stop.signal,
      onOut(stdout) {
        const address = /http:\/\/127\.0\.0\.1:\d+\/e\/\w+/.exec(stdout)?.[0];
        if (address !== undefined && !sent) {
          sent = true;
          const { port, pathname } = new URL(address);
          const head = `POST ${pathname} HTTP/1.1\r\nHost: x\r\nX-GitHub-Event: ${UTF8_IN_HEADER}\r\nContent-Length: 1\r\n\r\n1`;
          void sendRaw(Number(port), Buffer.from(head, 'latin1')).then(() => name === 'serve' && stop.abort('SIGINT'));
        }
        if (/ → 200|"kind":"answered"/.test(stdout)) stop.abort('SIGINT');
      },
    },
    ...[name, '--port', '0', '--ui-port', '0', '--no-open', '--data', dataDir, ...more],
    ...(name === 'listen' ? ['--forward', app.url] : []),
  );
  app.close();
  expect({ code: told.code, sent }).toEqual({ code: 0, sent: true });
  expectHarmless(told, 'ours');
});

test('what the programs and servers of tunnels say is shown, and does not act', () => {
  for (const json of [true, false]) {
    let stdout = '';
    let stderr = '';
    const safe = safeOutput(
      { out: (text) => (stdout += String(text)), say: (text) => (stderr += `${text}\n`) },
      { json, exact: false },
    );
    const print = printTunnel({ json, ...safe }, 'http://127.0.0.1:7420/e/x');
    const url = `https://\x1b]0;pwned\x07\u202e${HOSTILE}.ngrok.app`;
    print({ kind: 'closed', reason: HOSTILE });
    print({ kind: 'lost', adapter: 'ngrok', url, reason: HOSTILE, since: 1, retryAt: 2, attempt: 1 } as never);
    print({
      ...{
        kind: 'open',
        adapter: 'ngrok',
        url,
        urlChangedFrom: `http://${HOSTILE}`,
        takenName: HOSTILE,
        doubt: HOSTILE,
      },
      lastProbe: { roundTripMs: 1 },
    } as never);
    expect(stderr).toContain('YOUR PUBLIC ADDRESS HAS CHANGED');
    expectHarmless({ stdout: Buffer.from(stdout), stderr }, 'ours');
  }
});

test('a log line of the server loses what steers, and keeps the lines of a stack', () => {
  let stderr = '';
  const { say } = safeOutput({ out: () => undefined, say: (text) => (stderr += text) }, { json: false, exact: false });
  say(`Error: ${range(0, 31)}\u202e\n    at here`);
  expect(stderr).toContain('\n    at here');
  expect(stderr).not.toMatch(STEERS);
});

test('a body goes to a pipe as it is, to a terminal as text, and with --exact as it is there too', async () => {
  await withApp(async ({ captureUrl, dataDir }) => {
    const body = Buffer.from([0x1b, 0x5b, 0x32, 0x4a, 0xff, 0x0d, 0x0a, 0x00]);
    await fetch(captureUrl, { method: 'POST', body });
    const words = ['deliveries', 'body', '1', '--data', dataDir];
    expect((await commandLineOn({}, ...words)).stdout.equals(body)).toBe(true);
    expect((await commandLineOn({ isTerminal: true }, ...words, '--exact')).stdout.equals(body)).toBe(true);
    const shown = await commandLineOn({ isTerminal: true }, ...words);
    expect(shown.stdout.toString()).toBe('\\u{1b}[2J\ufffd\n\\u{0}\n');
    expect(shown.stderr).toContain('--exact');
  });
});
