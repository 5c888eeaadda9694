import type { RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import { arrived, ask, plain, post, signed, timed, withServer } from './doctor-support.ts';

type Handler = (request: { readonly body: unknown }, response: { end(text?: string): void }) => void;
interface ExpressApp {
  use(middleware: unknown): void;
  post(path: string, handler: Handler): void;
}
interface ExpressModule {
  (): ExpressApp & RequestListener;
  json(options?: object): unknown;
  raw(options?: object): unknown;
  text(options?: object): unknown;
  urlencoded(options?: object): unknown;
}

/** A package, or null where it is not installed. The name is a variable, so that nothing needs its types. */
async function load(name: string): Promise<ExpressModule | null> {
  try {
    return ((await import(name)) as { readonly default: ExpressModule }).default;
  } catch {
    return null;
  }
}

const express = await load('express');
const bodyParser = await load('body-parser');
const BODY = '{\n  "id": "evt_1",\n  "name": "Zoë",\n  "amount": 12\n}\n';

/** Post a signed delivery to an app behind a middleware; diagnose what a handler would verify. */
async function behind(
  middleware: unknown,
  body: string,
  type: string,
  verified: (body: unknown) => string | Uint8Array,
) {
  const original = signed(timed, { body, headers: [['Content-Type', type]] });
  const request = { ...original, headers: original.headers.slice(1) };
  const app = express!();
  let seen: unknown = null;
  app.use(middleware);
  app.post('/in', ({ body: parsed }, response) => {
    seen = parsed;
    response.end('ok');
  });
  await withServer(app, (url) => post(`${url}/in`, request));
  const kept = { method: 'POST', target: '/in', headers: request.headers, body: Buffer.from(verified(seen)) };
  return ask(arrived(request, kept), timed);
}

const json = (parsed: unknown) => JSON.stringify(parsed);

describe.skipIf(express === null)('express (skipped where the package is not installed)', () => {
  test('express.json and JSON.stringify(req.body) are found', async () => {
    expect(await behind(express!.json(), BODY, 'application/json', json)).toMatchObject({ code: 'body-reserialized' });
  });
  test('express.json on a type that it leaves alone gives an empty body', async () => {
    expect(
      await behind(express!.json(), BODY, 'application/vnd.x+xml', (parsed) =>
        parsed === undefined ? '' : json(parsed),
      ),
    ).toMatchObject({ code: 'body-empty' });
  });
  test('express.urlencoded and printing the form again are found', async () => {
    const form = 'text=hello%20world&user=a%2Bb&n=1';
    const print = (parsed: unknown) => new URLSearchParams(parsed as Record<string, string>).toString();
    expect(
      await behind(express!.urlencoded({ extended: false }), form, 'application/x-www-form-urlencoded', print),
    ).toMatchObject({ code: 'body-reserialized' });
  });
  test('express.text and its string of UTF-8 are right, and express.raw is', async () => {
    const asText = await behind(express!.text({ type: '*/*' }), BODY, 'application/json', String);
    const asBytes = await behind(
      express!.raw({ type: '*/*' }),
      BODY,
      'application/json',
      (bytes) => bytes as Uint8Array,
    );
    expect([asText.sentence, asBytes.sentence]).toEqual(['The signature is valid.', 'The signature is valid.']);
  });
  test('a changed amount is not blamed on express', async () => {
    const changed = (parsed: unknown) => JSON.stringify({ ...(parsed as object), amount: 13 });
    expect((await behind(express!.json(), BODY, 'application/json', changed)).code).toBeNull();
  });
});

describe.skipIf(express === null || bodyParser === null)(
  'body-parser (skipped where the package is not installed)',
  () => {
    test('bodyParser.json is found', async () => {
      expect(await behind(bodyParser!.json(), BODY, 'application/json', json)).toMatchObject({
        code: 'body-reserialized',
      });
    });
    test('bodyParser.text that reads Latin-1 is found', async () => {
      const text = bodyParser!.text({ type: '*/*', defaultCharset: 'latin1' });
      expect(await behind(text, BODY, 'application/json', String)).toMatchObject({ code: 'body-charset-changed' });
    });
  },
);

test('what express.json does to a body is found even without express', () => {
  const request = signed(plain, { body: BODY });
  expect(ask({ ...request, body: Buffer.from(json(JSON.parse(BODY))) }, plain)).toMatchObject({
    code: 'body-reserialized',
  });
});
