import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../server/clock/system-clock.ts';
import type { HeaderLine } from '../server/contract/header.ts';
import type { TunnelFidelity } from '../server/contract/tunnel.ts';
import { MARKER, observeFidelity } from '../server/tunnel/observe-fidelity.ts';
import { knownFidelity } from '../server/tunnel/opener.ts';
import { makeProbe } from '../server/tunnel/probe.ts';
import { ANYWHERE } from '../server/tunnel/reach.ts';

const clean: (() => void)[] = [];
afterEach(() => {
  for (const end of clean.splice(0)) end();
});

/** A server with a certificate of its own making. */
async function selfSigned(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'hookglass-test-'));
  clean.push(() => rmSync(folder, { recursive: true, force: true }));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const words = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=hooks.localhost';
  execFileSync('openssl', [...words.split(' '), '-keyout', key, '-out', cert], { stdio: 'ignore' });
  const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_q, r) => r.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  clean.push(() => server.close());
  return `https://hooks.localhost:${(server.address() as AddressInfo).port}`;
}

const never = new AbortController().signal;
const probe = makeProbe({ clock: systemClock, timeoutMs: 250, token: 'a'.repeat(64) });
const TARGET = `/e/__probe/${'a'.repeat(64)}/${'0'.repeat(32)}`;

async function serve(onRequest: RequestListener): Promise<string> {
  const server = createServer(onRequest);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  clean.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://hooks.localhost:${(server.address() as AddressInfo).port}`;
}

test('a round trip through the public address works and is timed, below a path too', async () => {
  const url = await serve((q, r) => void probe.handle(q.url ?? '', q, r));
  const result = await probe.send(url, ANYWHERE, never);
  expect(result).toMatchObject({
    kind: 'worked',
    fidelity: { measured: true, mergesDuplicates: false, rewritesHost: false },
  });
  expect(result.kind === 'worked' && result.roundTripMs > 0).toBe(true);
  const below = await serve((q, r) => void probe.handle((q.url ?? '').replace(/^\/hooks\/here/, ''), q, r));
  expect(await probe.send(`${below}/hooks/here`, ANYWHERE, never)).toMatchObject({ kind: 'worked' });
});

test('a proxy that keeps its own path is no way for deliveries, and it is told what to change', async () => {
  const url = `${await serve((q, r) => void probe.handle(q.url ?? '', q, r))}/hooks/here`;
  expect(await probe.send(url, ANYWHERE, never)).toEqual({
    kind: 'failed',
    definite: true,
    reason: `${url} leads here, but its proxy passes /hooks/here on, so deliveries are answered 404. Let it take /hooks/here off the path.`,
  });
});

test('a proxy that reads bodies as text is no way for deliveries, and it is told why', async () => {
  const behind = await serve((q, r) => void probe.handle(q.url ?? '', q, r));
  const url = await serve(async (q, r) => {
    let text = '';
    for await (const chunk of q) text += String(chunk);
    const passed = await fetch(`http://127.0.0.1:${new URL(behind).port}${q.url}`, { method: 'POST', body: text });
    r.end(await passed.text());
  });
  expect(await probe.send(url, ANYWHERE, never)).toEqual({
    kind: 'failed',
    definite: true,
    reason: expect.stringMatching(/leads here, but bodies arrive changed/),
  });
});

test('a proxy that takes no POST is no way for deliveries', async () => {
  const url = await serve((q, r) => {
    if (q.method === 'POST') r.writeHead(405).end();
    else probe.handle(q.url ?? '', q, r);
  });
  expect(await probe.send(url, ANYWHERE, never)).toMatchObject({
    kind: 'failed',
    reason: expect.stringContaining('answered 405'),
  });
});

test('an absolute target and an added query are deliveries too', async () => {
  const url = await serve((q, r) => void probe.handle(`http://proxy.example${q.url}?x=1`, q, r));
  expect(await probe.send(url, ANYWHERE, never)).toMatchObject({ kind: 'worked' });
});

test.each([
  ['the root', '/'],
  ['another token', TARGET.replace('a', 'b')],
  ['a nonce of another length', `${TARGET}0`],
  ['no nonce', `/e/__probe/${'a'.repeat(64)}/`],
  ['a path beside that of deliveries', TARGET.replace('/e/', '/')],
  ['capitals', TARGET.toUpperCase()],
  ['a whole probe in a query', `/x?next=${TARGET}`],
  ['a whole probe after a fragment', `/x#${TARGET}`],
  ['the token in a query', `/?x=/e/__probe/${'a'.repeat(64)}`],
])('%s is no probe, and left to capture with its whole body', async (_what, target) => {
  expect(probe.matches(target)).toBeNull();
  const url = await serve(async (q, r) => {
    const isProbe = probe.handle(target, q, r);
    const chunks: Buffer[] = [];
    for await (const chunk of q) chunks.push(chunk as Buffer);
    r.end(JSON.stringify([isProbe, r.headersSent, Buffer.concat(chunks).toString()]));
  });
  const answer = await fetch(url.replace('hooks.localhost', '127.0.0.1'), { method: 'POST', body: 'all of it' });
  expect(await answer.json()).toEqual([false, false, 'all of it']);
});

test('a probe is known below any path and with a query', () => {
  expect(probe.matches(`/base${TARGET}`)).toBe('0'.repeat(32));
  expect(probe.matches(`${TARGET}?x`)).toBe('0'.repeat(32));
});

test('each start has a token of its own', () => {
  expect(makeProbe({ clock: systemClock }).matches(TARGET)).toBeNull();
});

const answers: readonly (readonly [string, RequestListener, boolean, RegExp])[] = [
  ['a server that echoes the path', (q, r) => r.end(q.url), true, /answered 200, and not from this Hookglass/],
  [
    'another Hookglass',
    (q, r) => void makeProbe({ clock: systemClock, token: 'a'.repeat(64) }).handle(q.url ?? '', q, r),
    true,
    /not from this/,
  ],
  ['a 404', (_q, r) => void r.writeHead(404).end(), true, /answered 404/],
  ['a redirect', (_q, r) => void r.writeHead(302, { Location: '/' }).end(), true, /answered 302, and not from this/],
  [
    'a redirect to another place',
    (q, r) => void r.writeHead(301, { Location: `https://hooks.example${q.url}` }).end(),
    true,
    /answered 301, and sends senders on to https:\/\/hooks\.example; most do not follow\. Give that address in its place\.$/,
  ],
  ['a proxy that asks for a password', (_q, r) => void r.writeHead(401).end(), true, /401.*before it lets nobody in/],
  ['a busy gateway', (_q, r) => void r.writeHead(502).end(), false, /answered 502: its server runs/],
  ['an answer without an end', (_q, r) => r.end('x'.repeat(1_000_000)), true, /answered 200/],
  ['a cut connection', (q) => void q.socket.destroy(), false, /cut the connection/],
  [
    'silence',
    () => undefined,
    false,
    /^Nothing came back through http:\/\/hooks\.localhost:\d+ within 0\.3 seconds\.$/,
  ],
];
test.each(answers)('%s proves nothing, and it is told in words', async (what, onRequest, definite, reason) => {
  const url = await serve(onRequest);
  // Only silence is ended by the clock; on a busy machine an answer may need longer than that.
  const patient =
    what === 'silence' ? probe : makeProbe({ clock: systemClock, timeoutMs: 60_000, token: 'a'.repeat(64) });
  expect(await patient.send(url, ANYWHERE, never)).toEqual({
    kind: 'failed',
    definite,
    reason: expect.stringMatching(reason),
  });
});

test('a port where nothing listens is a definite failure', async () => {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  expect(await probe.send(`http://127.0.0.1:${port}`, ANYWHERE, never)).toEqual({
    kind: 'failed',
    definite: true,
    reason: `127.0.0.1:${port} refuses connections.`,
  });
});

test('a name that does not exist may come to exist', async () => {
  const result = await makeProbe({ clock: systemClock }).send('http://no-such-name.invalid', ANYWHERE, never);
  expect(result).toMatchObject({
    kind: 'failed',
    definite: false,
    reason: expect.stringContaining('no-such-name.invalid'),
  });
});

test('a server that has only http is told as that', async () => {
  const url = (await serve((_q, r) => r.end())).replace('http:', 'https:');
  const reason = expect.stringMatching(/^\S+ does not answer in https\. Has it a certificate/);
  expect(await probe.send(url, ANYWHERE, never)).toMatchObject({ kind: 'failed', reason });
});

const hasOpenssl = spawnSync('openssl', ['version']).error === undefined;
test.skipIf(!hasOpenssl)('a certificate for which nobody vouches is told', async () => {
  const reason = expect.stringMatching(/^Senders do not trust the certificate of \S+: self-signed/);
  expect(await probe.send(await selfSigned(), ANYWHERE, never)).toMatchObject({ kind: 'failed', reason });
});

test('a probe that is called off ends at once', async () => {
  const abort = new AbortController();
  const url = await serve(() => abort.abort());
  expect(await probe.send(url, ANYWHERE, abort.signal)).toMatchObject({ reason: 'The probe was called off.' });
  expect(await probe.send(url, ANYWHERE, abort.signal)).toMatchObject({ reason: 'The probe was called off.' });
});

const host: HeaderLine = ['Host', 'hooks.example'];
const respelled = (spell: (name: string) => string): readonly HeaderLine[] =>
  [host, ...MARKER].map(([name, value]) => [spell(name), value]);
const forwarded = (value: string): readonly HeaderLine[] => [host, ...MARKER.slice(0, 2), ['X-Forwarded-For', value]];
test.each([
  ['as sent', [host, ...MARKER], {}],
  ['in lower case', respelled((name) => name.toLowerCase()), { lowersHeaderNames: true }],
  [
    'in capitals',
    respelled((name) => name.replace('x-HookGlass-Probe', 'X-Hookglass-Probe')),
    { respellsHeaderNames: true },
  ],
  ['joined', [host, ['x-HookGlass-Probe', 'one, two']], { mergesDuplicates: true }],
  ['with only the last', [host, ['x-HookGlass-Probe', 'two']], { mergesDuplicates: true }],
  ['with another Host', [['Host', 'localhost:7420'], ...MARKER], { rewritesHost: true }],
  ['with the sender added', forwarded('192.0.2.1, 203.0.113.9'), { addsForwarded: true, tellsSender: true }],
  ['with the sender put in place', forwarded('203.0.113.9:4711'), { addsForwarded: true, tellsSender: true }],
  ['with the sender put before a lie', forwarded('203.0.113.9, 192.0.2.1'), { addsForwarded: true }],
  ['with a proxy that has no address', forwarded('192.0.2.1, unknown'), { addsForwarded: true }],
  ['with X-Forwarded-Proto alone', [host, ...MARKER, ['X-Forwarded-Proto', 'https']], { addsForwarded: true }],
] satisfies [string, readonly HeaderLine[], Partial<TunnelFidelity>][])(
  'header lines that arrive %s are seen as that',
  (_how, seen, changes) => {
    expect(observeFidelity(seen, 'hooks.example')).toEqual({ ...knownFidelity(), measured: true, ...changes });
  },
);
