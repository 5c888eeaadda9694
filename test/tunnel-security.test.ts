import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { expect, test } from 'vitest';
import { ROUTES, type Route, type RouteName } from '../server/contract/routes.ts';
import { type TunnelApp, withTunnelApp } from './support/tunnel-app.ts';

/** Everything that comes back for `bytes` sent to the public side of the tunnel's server, until it closes or falls silent. */
async function throughTunnel({ server }: TunnelApp, bytes: string): Promise<string> {
  const socket: Socket = connect(server.port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    if (!bytes.includes(PIPELINED)) socket.end();
  });
  socket.setTimeout(1_500, () => socket.destroy());
  socket.on('error', () => undefined);
  socket.write(bytes, 'latin1');
  await once(socket, 'close');
  return text;
}

const PIPELINED = 'X-Pipelined';
const head = (line: string, ...headers: readonly string[]): string => `${[line, ...headers].join('\r\n')}\r\n\r\n`;

/** Requests that try to come by the tunnel to the control side, whose port is `port`. */
function attacks(publicHost: string, port: number, token: string): readonly string[] {
  const host = `Host: ${publicHost}`;
  const bearer = `Authorization: Bearer ${token}`;
  const own = `127.0.0.1:${port}`;
  const paths = Object.values(ROUTES).map(({ method, path }) => head(`${method} ${path} HTTP/1.1`, host, bearer));
  const tricks = ['X-Forwarded-Host', 'X-Forwarded-Server', 'X-Host', 'X-HTTP-Host-Override', 'X-Original-Host'].map(
    (name) => head('GET /api/status HTTP/1.1', host, bearer, `${name}: ${own}`),
  );
  return [
    ...paths,
    ...tricks,
    head('GET / HTTP/1.1', host),
    head('GET /api/status HTTP/1.1', host, bearer, `Host: ${own}`),
    head(`GET http://${own}/api/status HTTP/1.1`, host, bearer),
    head(`GET //${own}/api/status HTTP/1.1`, host, bearer),
    head('GET /e/../api/status HTTP/1.1', host, bearer),
    head('GET /%2e%2e/api/status HTTP/1.1', host, bearer),
    head('GET /anything HTTP/1.1', host, bearer, 'X-Original-URL: /api/status', 'X-Rewrite-URL: /api/status'),
    head('GET /api/status HTTP/1.1', host, bearer, `Forwarded: for=127.0.0.1;host="${own}";proto=http`),
    head('GET /api/status HTTP/1.1', host, bearer, `X-Forwarded-Port: ${port}`, 'X-Forwarded-For: 127.0.0.1'),
    head('POST /api/tunnel/open HTTP/1.1', host, bearer, `Origin: http://${own}`, 'X-HTTP-Method-Override: GET'),
    head('TRACE /api/status HTTP/1.1', host, bearer),
    head('PROPFIND /api/status HTTP/1.1', host, bearer),
    head('OPTIONS * HTTP/1.1', host, bearer),
    head(`CONNECT ${own} HTTP/1.1`, host, bearer),
    head('GET /api/feed HTTP/1.1', host, bearer, 'Connection: Upgrade', 'Upgrade: websocket'),
    head('GET /api/status HTTP/1.1', host, bearer, 'Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c'),
    `${head('GET /a HTTP/1.1', host, PIPELINED)}${head('GET /api/status HTTP/1.1', `Host: ${own}`, bearer)}`,
    `${head('POST /a HTTP/1.1', host, 'Content-Length: 5', 'Transfer-Encoding: chunked', `${PIPELINED}: 1`)}0\r\n\r\n${head('GET /api/status HTTP/1.1', `Host: ${own}`, bearer)}`,
  ];
}

test('through the tunnel no path, method, Host or forwarded header reaches the control side', async () => {
  await withTunnelApp(async (app) => {
    const { url } = await app.open();
    const { port, host } = new URL(app.origin);
    const { version, dataDir } = await app.call('status', {});
    let connections = 0;
    app.app.control.server.on('connection', () => connections++);
    const answers: string[] = [];
    for (const attack of attacks(new URL(url).host, Number(port), app.app.token))
      answers.push(`${attack.split('\r\n')[0]} → ${await throughTunnel(app, attack)}`);
    const bad = answers.filter((answer) => !/ → HTTP\/1\.1 (?:404|405|400) /.test(answer));
    expect(bad).toEqual([]);
    expect(connections).toBe(0);
    for (const secret of [dataDir, `"${version}"`, host, app.app.token, '<html', 'application/json'])
      expect(answers.filter((answer) => (answer.split(' → ')[1] ?? '').includes(secret))).toEqual([]);
    const { unknownPaths, deliveries, tunnel } = await app.call('status', {});
    expect(unknownPaths).toBeGreaterThanOrEqual(answers.length - 2);
    expect(deliveries).toBe(0);
    expect(tunnel).toMatchObject({ kind: 'open', url });
  });
});

test('no address of the API takes a port, so none can point the tunnel elsewhere', async () => {
  await withTunnelApp(async (app) => {
    const names = (Object.keys(ROUTES) as RouteName[]).filter((name) => ROUTES[name].path.startsWith('/api/tunnel'));
    expect(names).toHaveLength(7);
    for (const name of names) {
      const route: Route = ROUTES[name];
      if (route.method === 'GET') continue;
      for (const extra of ['port', 'localPort', 'local_host', 'target', 'addr', 'localHost']) {
        const { status, bytes } = await app.ask(name, {
          body: { ...(name === 'openTunnel' ? app.wish : {}), [extra]: 22 },
        });
        expect([name, extra, status], bytes.toString()).toEqual([name, extra, 400]);
      }
    }
    expect((await app.call('tunnelStatus', {})).state).toEqual({ kind: 'closed', reason: null });
    expect(app.server.names()).toEqual([]);
  });
});

test('every object that the API takes is closed', () => {
  for (const [name, { body }] of Object.entries(ROUTES as Record<string, Route>)) {
    if (body === undefined || (body as { type?: string }).type !== 'object') continue;
    const errors = Compile(body as TSchema).Errors({ port: 22 });
    expect([name, errors.some(({ keyword }) => keyword === 'additionalProperties')]).toEqual([name, true]);
  }
});

test('the tunnel leads to the capture port, whatever a localtunnel server answers', async () => {
  await withTunnelApp(async (app) => {
    await app.open();
    const seen: number[] = [];
    app.app.capture.server.on('connection', (socket: Socket) => seen.push(socket.localPort ?? 0));
    await throughTunnel(app, head('GET /nothing HTTP/1.1', `Host: my-hooks.localhost:${app.server.port}`));
    expect(new Set(seen)).toEqual(new Set([app.capturePort]));
  });
});
