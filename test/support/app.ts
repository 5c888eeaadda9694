import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, type AppOptions, startApp } from '../../server/app.ts';
import { type Carry, requestFor } from '../../server/client/carry.ts';
import { carryByFetch } from '../../server/client/carry-by-fetch.ts';
import { type Client, createClient } from '../../server/client/client.ts';
import type { FeedMessage } from '../../server/contract/feed.ts';
import type { RouteName } from '../../server/contract/routes.ts';
import { rendererDir } from '../../server/renderer-dir.ts';

const UNREACHABLE = { code: 'unreachable', sentence: 'The app under test does not answer.' };

/** A real server on free ports with a data folder of its own, and the control API to ask it. */
export interface TestApp {
  readonly app: App;
  readonly dataDir: string;
  readonly captureUrl: string;
  readonly capturePort: number;
  readonly origin: string;
  readonly logs: readonly string[];
  /** Answer of a route as the contract has it; fails on any Problem. */
  readonly call: Client['call'];
  /** The bare answer, for Problems and bytes. */
  ask(name: RouteName, input: object): Promise<{ status: number; bytes: Buffer; headers: Pick<Headers, 'get'> }>;
  /** All feed messages after `after`, until `enough` says so. */
  feed(after: number, enough: (messages: readonly FeedMessage[]) => boolean): Promise<FeedMessage[]>;
  /** Stop and start on the same data; on other ports unless told otherwise. `between` runs while it is stopped. */
  restart(options?: { readonly samePorts?: boolean; readonly between?: () => void }): Promise<void>;
}

/** Run `use` with a started app, on a clock of the test's own where one is given; everything is closed and removed afterwards. */
export async function withApp(
  use: (test: TestApp) => Promise<void>,
  options: Partial<Omit<AppOptions, 'log'>> = {},
): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'hookglass-test-'));
  const logs: string[] = [];
  const start = (capturePort = 0, controlPort = 0): Promise<App> =>
    startApp(
      { dataDir, capturePort, controlPort, keyBase64: null },
      { rendererDir, ...options, log: (message) => logs.push(message) },
    );
  let app = await start();
  const origin = (): string => new URL(app.server.apiUrl).origin;
  const carry: Carry = (request) =>
    carryByFetch({ origin: origin(), token: app.token, fetch, unreachable: UNREACHABLE })(request);
  const client = createClient({
    carry,
    errorOf: ({ status, code, sentence, detail }) => new Error(`${status} ${code}: ${sentence} (${detail})`),
  });
  const test: TestApp = {
    get app() {
      return app;
    },
    dataDir,
    get captureUrl() {
      return app.server.captureUrl;
    },
    get capturePort() {
      return Number(new URL(app.server.captureUrl).port);
    },
    get origin() {
      return origin();
    },
    logs,
    call: client.call,
    async ask(name, input) {
      const answer = await carry(requestFor(name, input));
      return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()), headers: answer.headers };
    },
    feed: (after, enough) => readFeed(`${origin()}/api/feed?after=${after}`, app.token, enough),
    async restart({ samePorts = false, between = () => undefined } = {}) {
      const ports = [new URL(app.server.captureUrl).port, new URL(app.server.uiUrl).port].map(Number);
      await app.close();
      between();
      app = samePorts ? await start(...ports) : await start();
    },
  };
  try {
    await use(test);
  } finally {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function readFeed(
  url: string,
  token: string,
  enough: (messages: readonly FeedMessage[]) => boolean,
): Promise<FeedMessage[]> {
  const stop = new AbortController();
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` }, signal: stop.signal });
  if (answer.body === null) throw new Error('The feed has no body.');
  const messages: FeedMessage[] = [];
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of answer.body) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const data = text
        .slice(0, end)
        .split('\n')
        .find((line) => line.startsWith('data: '));
      text = text.slice(end + 2);
      if (data !== undefined) messages.push(JSON.parse(data.slice(6)) as FeedMessage);
    }
    if (enough(messages)) break;
  }
  stop.abort();
  return messages;
}
