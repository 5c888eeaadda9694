import { once } from 'node:events';
import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { Problem } from '../../../server/contract/problem.ts';
import { type Call, makeRoutes } from './routes.ts';
import { type FakeState, makeState, printMessage } from './state.ts';

const ROOT = join(import.meta.dirname, '../../../dist/renderer');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
/** design.md, 6. */
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const TOKEN = 'fake-token';

export interface FakeControl {
  readonly origin: string;
  /** The page with a fresh code. */
  readonly link: string;
  readonly state: FakeState;
  /** Break every open feed, as a dying server would. */
  breakFeeds(): void;
  close(): Promise<void>;
}

/**
 * A control server in memory: the routes of the contract with made-up answers, the built page under the real policy.
 * For tests and pictures of the page alone; everything that crosses into the server is tested against the real one.
 */
export async function startFakeControl({ count = 0, port = 0, now = Date.now() } = {}): Promise<FakeControl> {
  const state = makeState(count, now);
  const routes = makeRoutes(state);
  const server = createServer((request, response) => void answer(request, response, state, routes));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    link: `${origin}/#code=once`,
    state,
    breakFeeds: () => {
      for (const feed of state.feeds) feed.destroy();
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  state: FakeState,
  routes: ReturnType<typeof makeRoutes>,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  response.setHeader('content-security-policy', CSP);
  response.setHeader('x-content-type-options', 'nosniff');
  if (!url.pathname.startsWith('/api/')) return sendFile(response, url.pathname);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body: unknown = chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString());
  if (url.pathname === '/api/session') return sendJson(response, 200, { token: TOKEN });
  if (request.headers.authorization !== `Bearer ${TOKEN}`) return sendProblem(response, new Problem('wrong-token'));
  if (url.pathname === '/api/feed') return sendFeed(response, state, Number(url.searchParams.get('after') ?? 0));
  const [, id] = /\/(\d+)(?:\/|$)/.exec(url.pathname) ?? [];
  const address = `${request.method} ${url.pathname.replace(/\/\d+(?=\/|$)/, '/:id')}`;
  const call: Call = { id: Number(id), query: url.searchParams, body };
  try {
    const route = routes[address];
    if (route === undefined) throw new Problem('not-found', address);
    const result = route(call);
    if (Buffer.isBuffer(result)) response.setHeader('content-type', 'application/octet-stream').end(result);
    else if (result === undefined) response.writeHead(204).end();
    else sendJson(response, 200, result);
  } catch (error) {
    sendProblem(response, error instanceof Problem ? error : new Problem('unexpected', String(error)));
  }
}

function sendFeed(response: ServerResponse, state: FakeState, after: number): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(':hello\n\n');
  for (const message of state.log) if (message.seq > after) response.write(printMessage(message));
  state.feeds.add(response);
  response.on('close', () => state.feeds.delete(response));
}

const sendJson = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
};
const sendProblem = (response: ServerResponse, problem: Problem): void =>
  sendJson(response, problem.status, problem.toBody());

function sendFile(response: ServerResponse, pathname: string): void {
  const path = join(ROOT, normalize(pathname === '/' ? '/index.html' : pathname));
  if (!path.startsWith(ROOT) || !existsSync(path)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' });
  createReadStream(path).pipe(response);
}
