import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROUTES, type Route } from '../../server/contract/routes.ts';
import { type TestApp, withApp } from '../support/app.ts';
import { openBrowser } from '../support/browser.ts';

const routes = Object.values(ROUTES) as Route[];
let browser: Browser;
let attacker: Server;

beforeAll(async () => {
  browser = await openBrowser(['--host-resolver-rules=MAP rebound.example 127.0.0.1, MAP evil.example 127.0.0.1']);
  attacker = createServer((_request, response) =>
    response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>evil</title>'),
  );
  await new Promise<void>((resolve) => attacker.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await browser.close();
  attacker.close();
});

const attackerOrigin = (host: string): string => `http://${host}:${(attacker.address() as AddressInfo).port}`;

interface Attempt {
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Every route, called as a page may call it: plainly, with a token in the query, with a wrong and with the right token. */
function attemptsOn(app: TestApp): readonly Attempt[] {
  const json = { 'content-type': 'application/json' };
  return routes.flatMap(({ method, path }) => {
    const target = path.replace(/:\w+/g, '1');
    const own = method === 'GET' ? {} : json;
    return [
      { path: target, method, headers: {} },
      { path: `${target}?token=${app.app.token}`, method, headers: own },
      { path: target, method, headers: { ...own, authorization: `Bearer ${'x'.repeat(43)}` } },
      { path: target, method, headers: { ...own, authorization: `Bearer ${app.app.token}` } },
    ];
  });
}

/** What the page's script could read of each attempt: a status, or that the browser kept it from reading. */
async function attack(
  pageUrl: string,
  base: string,
  attempts: readonly Attempt[],
  frame: 'page' | 'sandboxed',
): Promise<string[]> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(pageUrl);
  const inFrame = frame === 'page' ? page.mainFrame() : await sandboxedFrame(page);
  const seen = await inFrame.evaluate(
    async ([address, list]) => {
      const results: string[] = [];
      for (const { path, method, headers } of list) {
        for (const mode of ['cors', 'no-cors'] as const) {
          const body = method === 'GET' ? {} : { body: '{"name":"planted","ids":[1],"code":"x"}' };
          const ask = fetch(address + path, {
            method: mode === 'no-cors' && method !== 'GET' ? 'POST' : method,
            mode,
            headers: mode === 'no-cors' ? {} : headers,
            signal: AbortSignal.timeout(4_000),
            ...body,
          });
          results.push(
            await ask.then(
              (answer) => (answer.type === 'opaque' ? 'unreadable' : String(answer.status)),
              () => 'unreadable',
            ),
          );
        }
      }
      return results;
    },
    [base, attempts] as const,
  );
  await context.close();
  return seen;
}

async function sandboxedFrame(page: import('playwright-core').Page) {
  await page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.srcdoc = '<!doctype html><title>null origin</title>';
    document.body.append(frame);
  });
  await page.waitForFunction(() => window.frames.length === 1);
  const [, frame] = page.frames();
  if (frame === undefined) throw new Error('The frame did not open.');
  await frame.waitForLoadState();
  return frame;
}

async function everythingStored(app: TestApp): Promise<string> {
  const parts = [
    await app.call('listEndpoints', {}),
    await app.call('listDestinations', {}),
    await app.call('getSettings', {}),
    await app.call('listAllowedHosts', {}),
    await app.call('listSearches', {}),
    await app.call('listSecrets', { params: { id: 1 } }),
    (await app.call('listDeliveries', { query: {} })).deliveries,
    (await app.call('status', {})).lastSeq,
  ];
  return JSON.stringify(parts);
}

const cases = [
  {
    name: 'a page of another origin',
    url: () => attackerOrigin('127.0.0.1'),
    base: (app: TestApp) => app.origin,
    frame: 'page',
  },
  {
    name: 'a page of another host',
    url: () => attackerOrigin('evil.example'),
    base: (app: TestApp) => app.origin,
    frame: 'page',
  },
  {
    name: 'a sandboxed frame with a null origin',
    url: () => attackerOrigin('127.0.0.1'),
    base: (app: TestApp) => app.origin,
    frame: 'sandboxed',
  },
  {
    name: 'a page whose host name was rebound to this machine',
    url: (app: TestApp) => `http://rebound.example:${new URL(app.origin).port}/`,
    base: (app: TestApp) => `http://rebound.example:${new URL(app.origin).port}`,
    frame: 'page',
  },
] as const;

test.each(cases)('$name reads nothing from any route and changes nothing', async ({ url, base, frame }) => {
  await withApp(async (app) => {
    await app.call('sendSample', { params: { id: 1 }, body: { provider: 'contentful' } });
    await app.feed(0, (messages) => messages.some(({ kind }) => kind === 'arrived'));
    const before = await everythingStored(app);
    const seen = await attack(url(app), base(app), attemptsOn(app), frame);
    expect(new Set(seen.filter((result) => !['unreadable', '401', '403'].includes(result)))).toEqual(new Set());
    expect(seen.length).toBe(routes.length * 8);
    expect(await everythingStored(app)).toBe(before);
  });
});

test('a page of another origin can neither frame the window nor run its scripts', async () => {
  await withApp(async (app) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(attackerOrigin('evil.example'));
    const blocked = page.waitForEvent(
      'console',
      (message) => message.text().includes('frame-ancestors') || message.text().includes('Refused'),
    );
    await page.evaluate((address) => {
      const frame = document.createElement('iframe');
      frame.src = address;
      document.body.append(frame);
    }, app.origin);
    expect((await blocked).type()).toBe('error');
    await context.close();
  });
});
