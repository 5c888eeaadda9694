import { request as httpRequest } from 'node:http';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import { FeedMessageSchema } from '../server/contract/feed.ts';
import { PROBLEMS, type ProblemCode } from '../server/contract/problem.ts';
import { ProblemSchema } from '../server/contract/problem-schema.ts';
import { ROUTES, type Route, type RouteName } from '../server/contract/routes.ts';
import { type TestApp, withApp } from './support/app.ts';
import { sendRaw } from './support/raw-client.ts';
import { startRawRecorder } from './support/raw-recorder.ts';

const closed = Compile(ProblemSchema);

/** A server with something of everything: deliveries good and bad, an attempt, a destination, a secret, a saved search. */
async function withContent(use: (app: TestApp) => Promise<void>): Promise<void> {
  const recorder = await startRawRecorder();
  await withApp(async (app) => {
    const path = new URL(app.captureUrl).pathname;
    await sendRaw(
      app.capturePort,
      `POST ${path} HTTP/1.1\r\nHost: x\r\nX-GitHub-Event: push\r\nContent-Length: 2\r\n\r\n{}`,
    );
    await sendRaw(app.capturePort, `P()ST ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await app.app.context.sessions.open();
    await app.call('createDestination', { body: { url: recorder.url } });
    await app.call('addSecret', { params: { id: 1 }, body: { name: 'signing', value: 'x' } });
    await app.call('saveSearch', { body: { name: 'pushes', query: 'event:push' } });
    await app.call('replay', { body: { deliveryIds: [1], destinationId: 1 } });
    await app.feed(0, (messages) => messages.filter(({ kind }) => kind === 'changed').length > 0);
    await use(app);
  });
  await recorder.close();
}

/** What each route is asked with, in this order; a route that is left out here fails the test below. */
const ASKED: Readonly<Partial<Record<RouteName, object>>> = {
  makeCode: {},
  makePage: {},
  listSessions: {},
  endSession: { params: { id: 1 } },
  endOtherSessions: { body: {} },
  openapi: {},
  status: {},
  getSettings: {},
  setSettings: { body: { keepCount: 1_000 } },
  listProviders: {},
  listEndpoints: {},
  createEndpoint: { body: { name: 'Orders', provider: 'contentful' } },
  changeEndpoint: { params: { id: 2 }, body: { paused: false, forwardTo: null } },
  rotateEndpoint: { params: { id: 2 } },
  sendSample: { params: { id: 2 }, body: { provider: 'contentful' } },
  deleteEndpoint: { params: { id: 2 } },
  restoreEndpoint: { params: { id: 2 } },
  listSecrets: { params: { id: 1 } },
  addSecret: { params: { id: 1 }, body: { name: 'second', value: 'y', extra: { key: 'z' } } },
  deleteSecret: { params: { id: 2 } },
  listDeliveries: { query: { limit: 10 } },
  getDelivery: { params: { id: 1 } },
  getBody: { params: { id: 1 }, query: { from: 0, to: 1 } },
  changeDelivery: { params: { id: 1 }, body: { pinned: true, note: 'seen' } },
  exportDelivery: { params: { id: 1 }, query: { format: 'curl' } },
  listAttempts: { params: { id: 1 } },
  getAttemptBody: { params: { id: 1 } },
  replay: { body: { deliveryIds: [1], destinationId: 1 } },
  cancelReplays: {},
  cancelRun: { params: { id: 1 } },
  listDestinations: {},
  createDestination: { body: { url: 'http://127.0.0.1:9/b', name: 'other' } },
  changeDestination: { params: { id: 2 }, body: { timeoutMs: 500 } },
  deleteDestination: { params: { id: 2 } },
  allowHost: { body: { host: 'hooks.example' } },
  listAllowedHosts: {},
  forbidHost: { body: { host: 'hooks.example' } },
  listSearches: {},
  saveSearch: { body: { name: 'more', query: '' } },
  deleteSearch: { params: { id: 2 } },
  getVerification: { params: { id: 1 } },
  trySecret: { params: { id: 1 }, body: { value: 'x', provider: 'github' } },
  verifyRequest: {
    body: {
      provider: 'github',
      value: 'x',
      httpBase64: Buffer.from('POST / HTTP/1.1\r\nHost: x\r\n\r\n{}').toString('base64'),
    },
  },
  verifyVectors: { body: [] },
  saveRecipe: {
    body: { name: 'Ours', algorithm: 'sha256', header: 'X-Signature', encoding: 'hex', template: '{body}' },
  },
  listRecipes: {},
  deleteRecipe: { params: { id: 1 } },
  judgeAgain: { params: { id: 1 } },
  cancelJudging: { params: { id: 1 } },
  tunnelStatus: {},
  openTunnel: { body: { adapter: 'public-url', url: 'no address' } },
  probeTunnel: { body: {} },
  acceptTunnelUrl: { body: {} },
  listGaps: { query: { from: 0 } },
  listOpenings: { query: { from: 0 } },
  closeTunnel: { body: {} },
  deleteDeliveries: { body: { ids: [1] } },
  restoreDeliveries: { body: { ids: [1] } },
};
/** Asked in tests of their own: they need a code that works once, or never end. */
const ELSEWHERE: readonly string[] = [
  'openSession',
  'feed',
  'fetchContentstackKey',
  'confirmSubscription',
] satisfies RouteName[];

describe('the answers of a running server', () => {
  test('each fits its schema, or is bytes of its media type, or is nothing', async () => {
    await withContent(async (app) => {
      for (const [name, input] of Object.entries(ASKED) as [RouteName, object][]) {
        const route: Route = ROUTES[name];
        const { status, bytes, headers } = await app.ask(name, input);
        const told = `${name}: ${status} ${bytes.toString().slice(0, 300)}`;
        if (route.bytes !== undefined) {
          expect([status, headers.get('content-type')], told).toEqual([200, route.bytes]);
          continue;
        }
        expect(status, told).toBe(route.response === null ? 204 : 200);
        if (route.response === null) expect(bytes.length, told).toBe(0);
        else {
          const errors = Compile(route.response).Errors(JSON.parse(bytes.toString()));
          expect(errors, told).toEqual([]);
        }
      }
      expect(app.logs).toEqual([]);
    });
  });

  test('no route is left out', () => {
    const missing = Object.keys(ROUTES).filter((name) => !(name in ASKED) && !ELSEWHERE.includes(name));
    expect(missing).toEqual([]);
  });

  test('every message of the feed fits its schema', async () => {
    await withContent(async (app) => {
      for (const [name, input] of Object.entries(ASKED) as [RouteName, object][]) await app.ask(name, input);
      const last = (await app.call('status', {})).lastSeq;
      const messages = await app.feed(0, (seen) => (seen.at(-1)?.seq ?? 0) >= last);
      const check = Compile(FeedMessageSchema);
      for (const message of messages) expect(check.Errors(message), JSON.stringify(message)).toEqual([]);
      expect(new Set(messages.map(({ kind }) => kind))).toEqual(
        new Set(['arrived', 'changed', 'deleted', 'attempt', 'endpoint', 'destination', 'tunnel', 'status']),
      );
    });
  });
});

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: unknown;
  }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: TSchema }> };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Record<string, unknown> }>
  >;
}
interface OpenApi {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

describe('the OpenAPI document', () => {
  test('has each route with its parameters, body and answers, and nothing else', async () => {
    await withApp(async (app) => {
      const document = (await app.call('openapi', {})) as OpenApi;
      expect(document.openapi).toMatch(/^3\.1\.\d+$/);
      expect(document.info.title).not.toBe('');
      const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
      );
      expect(operations.map(({ operation }) => operation.operationId).sort()).toEqual(Object.keys(ROUTES).sort());
      for (const { path, method, operation } of operations) {
        const route: Route = ROUTES[operation.operationId as RouteName];
        const where = `${method} ${path}`;
        expect(path.replace(/\{(\w+)\}/g, ':$1'), where).toBe(route.path);
        expect(method.toUpperCase(), where).toBe(route.method);
        expect(operation.summary, where).not.toBe('');
        const inPath = operation.parameters.filter((parameter) => parameter.in === 'path');
        expect(
          inPath.map(({ name }) => `{${name}}`),
          where,
        ).toEqual(path.match(/\{\w+\}/g) ?? []);
        expect(
          inPath.every(({ required, schema }) => required && typeof schema === 'object'),
          where,
        ).toBe(true);
        expect(operation.requestBody?.content['application/json']?.schema, where).toEqual(
          route.body === undefined ? undefined : JSON.parse(JSON.stringify(route.body)),
        );
        for (const [status, answer] of Object.entries(operation.responses)) {
          expect(status, where).toMatch(/^(?:[1-5]\d\d|default)$/);
          expect(answer.description, where).not.toBe('');
        }
        expect(Object.keys(operation.responses), where).toContain('default');
      }
    });
  });
});

/** How each Problem that the API can give is met; those of the command line and of start-up are met in their own tests. */
const MET: Readonly<Partial<Record<ProblemCode, readonly [RouteName, object]>>> = {
  'wrong-code': ['openSession', { body: { code: 'used' } }],
  'bad-request': ['changeEndpoint', { params: { id: 'one' }, body: {} }],
  'bad-query': ['listDeliveries', { query: { query: 'verdict:perfect' } }],
  'no-such-endpoint': ['rotateEndpoint', { params: { id: 99 } }],
  'no-such-delivery': ['getDelivery', { params: { id: 99 } }],
  'no-such-destination': ['changeDestination', { params: { id: 99 }, body: {} }],
  'no-such-attempt': ['getAttemptBody', { params: { id: 99 } }],
  'no-such-secret': ['deleteSecret', { params: { id: 99 } }],
  'no-such-provider': ['createEndpoint', { body: { name: 'X', provider: 'nobody' } }],
  'bad-destination': ['createDestination', { body: { url: 'mailto:x' } }],
  'host-not-allowed': ['replay', { body: { deliveryIds: [1], url: 'http://198.51.100.7/' } }],
  'address-refused': ['replay', { body: { deliveryIds: [1], url: 'http://169.254.1.1/' } }],
  'not-sendable': [
    'replay',
    { body: { deliveryIds: [1], url: 'http://127.0.0.1:9/', edit: { headers: [['a b', 'x']] } } },
  ],
  'last-endpoint': ['deleteEndpoint', { params: { id: 1 } }],
  'nothing-to-restore': ['restoreDeliveries', { body: { ids: [1] } }],
  'malformed-delivery': ['exportDelivery', { params: { id: 2 }, query: { format: 'http' } }],
  'truncated-delivery': ['replay', { body: { deliveryIds: [3], url: 'http://127.0.0.1:9/' } }],
  'not-found': ['deleteSearch', { params: { id: 99 } }],
  'bad-http-file': [
    'verifyRequest',
    { body: { provider: 'github', value: 'x', httpBase64: Buffer.from('nothing').toString('base64') } },
  ],
};

describe('Problems', () => {
  test('each is answered with its own status, its sentence and nothing of the inside', async () => {
    await withContent(async (app) => {
      await app.call('setSettings', { body: { bodyCapBytes: 1_024 } });
      const path = new URL(app.captureUrl).pathname;
      await sendRaw(
        app.capturePort,
        `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 2000\r\n\r\n${'y'.repeat(2_000)}`,
      );
      for (const [code, [name, input]] of Object.entries(MET) as [ProblemCode, readonly [RouteName, object]][]) {
        const { status, bytes } = await app.ask(name, input);
        const body: unknown = JSON.parse(bytes.toString());
        expect(body, `${code}: ${bytes}`).toMatchObject({ code, sentence: PROBLEMS[code][1] });
        expect(status, code).toBe(PROBLEMS[code][0]);
        expect(closed.Check(body), code).toBe(true);
        expect(bytes.toString(), code).not.toMatch(/node_modules|\.ts:|at \w+ \(/);
      }
      expect(app.logs).toEqual([]);
    });
  });

  test('the gate’s own, for heads that no browser of ours sends', async () => {
    await withApp(async (app) => {
      const { hostname, port, host } = new URL(app.origin);
      const own = { Authorization: `Bearer ${app.app.token}`, Origin: app.origin, Host: host };
      const json = { ...own, 'Content-Type': 'application/json' };
      const cases: readonly [ProblemCode, string, string, Record<string, string>, string?][] = [
        ['no-token', 'GET', '/api/status', { Host: host }],
        ['wrong-token', 'GET', '/api/status', { Host: host, Authorization: `Bearer ${'a'.repeat(43)}` }],
        ['foreign-host', 'GET', '/api/status', { ...own, Host: 'evil.example' }],
        ['foreign-origin', 'GET', '/api/status', { ...own, Origin: 'http://evil.example' }],
        ['foreign-origin', 'POST', '/api/searches', { ...json, Origin: 'null' }, '{}'],
        ['odd-target', 'GET', `http://${host}/api/status`, own],
        ['odd-target', 'PUT', '/api/status', own],
        ['not-json', 'POST', '/api/searches', { ...own, 'Content-Type': 'text/plain' }, '{}'],
        ['not-found', 'GET', '/api/nothing', own],
        ['bad-request', 'POST', '/api/searches', json, '{"name":'],
        ['bad-request', 'POST', '/api/searches', json, '{"name":1}'],
      ];
      for (const [code, method, path, headers, body] of cases) {
        const answer = await new Promise<{ status: number; text: string }>((resolve, reject) => {
          const outgoing = httpRequest({ host: hostname, port, method, path, headers, agent: false }, (incoming) => {
            let text = '';
            incoming.on('data', (chunk: Buffer) => {
              text += chunk.toString();
            });
            incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, text }));
          });
          outgoing.once('error', reject);
          outgoing.end(body);
        });
        expect(JSON.parse(answer.text), `${method} ${path}`).toMatchObject({ code });
        expect(answer.status, `${method} ${path}`).toBe(PROBLEMS[code][0]);
      }
    });
  });
});

test('a delivery can be read, exported, pinned and checked as soon as its sender has an answer', async () => {
  await withApp(async (app) => {
    for (let id = 1; id <= 24; id += 4) {
      const send = async (): Promise<void> => void (await fetch(app.captureUrl, { method: 'POST', body: 'x' }));
      await send();
      const exported = await fetch(`${app.origin}/api/deliveries/${id}/export?format=http`, {
        headers: { Authorization: `Bearer ${app.app.token}` },
      });
      expect(exported.status).toBe(200);
      await send();
      expect(await app.call('changeDelivery', { params: { id: id + 1 }, body: { pinned: true } })).toMatchObject({
        id: id + 1,
      });
      await send();
      expect(await app.call('getDelivery', { params: { id: id + 2 } })).toMatchObject({ id: id + 2 });
      await send();
      expect(await app.call('getVerification', { params: { id: id + 3 } })).toBeDefined();
    }
  });
});
