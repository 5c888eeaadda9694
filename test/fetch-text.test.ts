import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { FETCH_LIMITS, fetchText } from '../server/api/fetch-text.ts';
import type { Problem } from '../server/contract/problem.ts';
import { withApp } from './support/app.ts';

/** Time enough for an answer that comes, and short enough to wait for one that never does. */
const SHORT = { timeoutMs: 150, sizeBytes: 65_536 };
const LONG = { timeoutMs: 60_000, sizeBytes: 65_536 };

interface Asked {
  readonly url: URL;
  readonly paths: readonly string[];
  /** Ends when the caller has hung up on the last answer. */
  hungUp(): Promise<unknown>;
}

async function withServer(answer: RequestListener, use: (asked: Asked) => Promise<void>): Promise<void> {
  const paths: string[] = [];
  let closed: Promise<unknown> = Promise.resolve();
  const server = createServer((request, response) => {
    paths.push(request.url ?? '');
    closed = once(response, 'close');
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/key`);
  try {
    await use({ url, paths, hungUp: () => closed });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const failing = (url: URL, limits: typeof LONG): Promise<Problem> =>
  fetchText(url, limits, 'fetch-failed').then(
    () => expect.fail('it did not fail'),
    (problem: Problem) => problem,
  );

/** Write without end, as fast as the other side reads. */
function pour(response: ServerResponse): void {
  const more = (): void => {
    while (!response.destroyed && response.write('x'.repeat(16_384)));
  };
  response.on('drain', more);
  more();
}

/** One byte after the other, for ever. */
function drip(response: ServerResponse): void {
  const timer = setInterval(() => response.write(' '), 5);
  response.on('close', () => clearInterval(timer));
}

const SILENCES: readonly (readonly [what: string, answer: RequestListener])[] = [
  ['says nothing at all', () => undefined],
  ['sends its head and no body', (_, response) => void response.writeHead(200).flushHeaders()],
  ['sends half of its body', (_, response) => void response.writeHead(200, { 'content-length': '100' }).write('{')],
  ['sends a byte now and then', (_, response) => drip(response.writeHead(200))],
];

test.each(SILENCES)('a server that %s is given up after the time limit, and hung up on', async (_, answer) => {
  await withServer(answer, async ({ url, hungUp }) => {
    const problem = await failing(url, SHORT);
    expect([problem.code, problem.detail]).toEqual(['fetch-failed', `${url.host} did not answer within 0.15 s`]);
    await hungUp();
  });
});

test('a server that streams for ever is cut off at the size limit, long before the time limit', async () => {
  await withServer(
    (_, response) => pour(response.writeHead(200)),
    async ({ url, hungUp }) => {
      expect((await failing(url, LONG)).detail).toBe(`${url.host} sent more than 64 KiB`);
      await hungUp();
    },
  );
});

test.each([301, 302, 303, 307, 308])('a redirect with %i is not followed', async (status) => {
  await withServer(
    (_, response) => response.writeHead(status, { location: '/elsewhere' }).end(),
    async ({ url, paths }) => {
      expect((await failing(url, LONG)).detail).toBe(`${url.host} answered ${status}`);
      expect(paths).toEqual(['/key']);
    },
  );
});

test('what fits in the limits is given as it came', async () => {
  await withServer(
    (_, response) => response.end('x'.repeat(65_536)),
    async ({ url }) => expect(await fetchText(url, LONG, 'fetch-failed')).toHaveLength(65_536),
  );
});

test('a server that is not there, and an address without TLS, fail in one sentence', async () => {
  await withServer(
    () => undefined,
    async ({ url }) => {
      expect((await failing(new URL('http://localhost:1/'), LONG)).detail).toContain('is not asked over https');
      expect((await failing(new URL(`https://${url.host}/`), LONG)).detail).toContain('cannot be reached');
    },
  );
});

test('fetching a key gives up after the app’s time limit, which is 10 s and 64 KiB unless told otherwise', async () => {
  expect(FETCH_LIMITS).toEqual({ timeoutMs: 10_000, sizeBytes: 65_536 });
  await withServer(
    () => undefined,
    async ({ url }) => {
      await withApp(
        async ({ app, ask, call }) => {
          expect(app.context.fetchLimits).toEqual(SHORT);
          const { status, bytes } = await ask('fetchContentstackKey', {
            params: { id: 1 },
            body: { region: 'aws-eu' },
          });
          expect([status, bytes.toString()]).toEqual([502, expect.stringContaining('did not answer within 0.15 s')]);
          expect(await call('listSecrets', { params: { id: 1 } })).toEqual([]);
        },
        { contentstackBase: () => url.origin, fetchLimits: SHORT },
      );
    },
  );
});
