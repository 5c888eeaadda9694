import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { CapturedRequest } from '../server/contract/request.ts';
import { describeDelivery, findProvider, providers } from '../server/providers/index.ts';
import type { Provider } from '../server/providers/provider.ts';
import { type TestApp, withApp } from './support/app.ts';
import { sampleRequest } from './support/provider-bench.ts';
import { deliver, endpointOf, settled } from './support/signed-delivery.ts';

const SENDERS = new URL('../server/providers/senders/', import.meta.url);

/** Every `body:` and `form-json:` place that a sender's file names, and every scalar of its sample. */
function placesOf(provider: Provider): readonly string[] {
  const own = readdirSync(SENDERS).filter((name) => name === `${provider.id}.ts` || name === provider.id);
  const text = own
    .flatMap((name) =>
      name.endsWith('.ts') ? [name] : readdirSync(new URL(`${name}/`, SENDERS)).map((file) => `${name}/${file}`),
    )
    .map((name) => readFileSync(new URL(name, SENDERS), 'utf8'))
    .join('\n');
  const named = [...text.matchAll(/\b(?:body|form-json):([\w.-]+)/g)].map((match) => match[1]!);
  return [...new Set([...named, ...scalarsOf(jsonOf(sampleRequest(provider)))])];
}

function jsonOf(request: CapturedRequest): unknown {
  const text = Buffer.from(request.body).toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function scalarsOf(value: unknown, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return path === '' ? [] : [path];
  return Object.entries(value).flatMap(([key, inner]) => scalarsOf(inner, path === '' ? key : `${path}.${key}`));
}

/** The value with what stands at a path replaced; what is missing on the way is made. */
function withAt(value: unknown, [key, ...rest]: readonly string[], put: unknown): unknown {
  if (key === undefined) return put;
  const isArray = Array.isArray(value) || (value === undefined && /^\d+$/.test(key));
  const copy = isArray
    ? [...((value as unknown[] | undefined) ?? [])]
    : { ...(typeof value === 'object' ? value : {}) };
  const members = copy as Record<string, unknown>;
  members[key] = withAt(members[key], rest, put);
  return copy;
}

/** The sample with a number of these digits at a place: in its JSON, or in every form field that holds JSON. */
function requestWith(provider: Provider, place: string, digits: string): CapturedRequest {
  const sample = sampleRequest(provider);
  const text = Buffer.from(sample.body).toString('utf8');
  const put = (json: unknown): string => JSON.stringify(withAt(json, place.split('.'), JSON.rawJSON(digits)));
  if (!/x-www-form-urlencoded/.test(JSON.stringify(sample.headers)))
    return { ...sample, body: Buffer.from(put(jsonOf(sample))) };
  const form = [...new URLSearchParams(text)].map(([name, value]): [string, string] => {
    if (!/^[[{]/.test(value)) return [name, value];
    const inner = place.startsWith(`${name}.`) ? place.slice(name.length + 1) : place;
    return [name, JSON.stringify(withAt(JSON.parse(value), inner.split('.'), JSON.rawJSON(digits)))];
  });
  return { ...sample, body: Buffer.from(new URLSearchParams(form).toString()) };
}

/** A description as text; a group that is a hash differs with every digit. */
const shown = (request: CapturedRequest, provider: Provider): string =>
  JSON.stringify(describeDelivery(request, provider)).replace(/[0-9a-f]{64}/, '#');

let places = 0;

describe('no provider rounds a number that it names a delivery by', () => {
  test.each(providers.filter(({ samples }) => samples !== undefined).map((one) => [one.id, one] as const))(
    '%s',
    (_, provider) => {
      for (const place of placesOf(provider)) {
        const [a, b, c] = ['9007199254740992', '9007199254740993', '1.0'].map((digits) =>
          requestWith(provider, place, digits),
        );
        const [first, second] = [shown(a!, provider), shown(b!, provider)];
        if (!first.includes('9007199254740992')) continue;
        places++;
        expect(second, place).toBe(first.replaceAll('9007199254740992', '9007199254740993'));
        expect(shown(c!, provider), place).toBe(first.replaceAll('9007199254740992', '1.0'));
      }
    },
  );

  test('hundreds of places were tried', () => {
    expect(places).toBeGreaterThan(300);
  });
});

test('an attempt that cannot be counted exactly is none', () => {
  const ebay = findProvider('ebay')!;
  const attempt = (digits: string) =>
    describeDelivery(requestWith(ebay, 'notification.publishAttemptCount', digits), ebay).attempt;
  expect(attempt('3')).toBe(3);
  expect(attempt('9007199254740993')).toBeNull();
  expect(attempt('1.5')).toBeNull();
});

test('Contentstack’s group tells two large numbers apart, and holds retries together', () => {
  const contentstack = findProvider('contentstack')!;
  const group = (digits: string, at: string): string | null => {
    const body = `{"module":"entry","event":"publish","triggered_at":"${at}","data":{"entry":{"uid":"blt1","n":${digits}}}}`;
    return describeDelivery({ ...sampleRequest(contentstack), body: Buffer.from(body) }, contentstack).groupKey;
  };
  expect(group('9007199254740992', 'a')).toBe(group('9007199254740992', 'b'));
  expect(group('9007199254740992', 'a')).not.toBe(group('9007199254740993', 'a'));
});

const json = (body: string) => ({ headers: [['Content-Type', 'application/json'] as const], body });

test('neighbours beyond 2^53 are no duplicates, and are found by their own digits', async () => {
  await withApp(async (app: TestApp) => {
    const endpoint = await endpointOf(app, 'flutterwave');
    const send = async (id: string) =>
      settled(app, (await deliver(app, endpoint, json(`{"event":"charge.completed","data":{"id":${id}}}`))).id);
    expect(await send('9007199254740992')).toMatchObject({ deliveryKey: '9007199254740992', duplicate: 1 });
    expect(await send('9007199254740993')).toMatchObject({ deliveryKey: '9007199254740993', duplicate: 1 });
    expect(await send('9007199254740993')).toMatchObject({ deliveryKey: '9007199254740993', duplicate: 2 });
    const shop = await endpointOf(app, 'shopify');
    const order = await deliver(app, shop, json('{"id":820982911946154508,"number":1.0}'));
    expect(await settled(app, order.id)).toMatchObject({ resource: '820982911946154508' });
    const found = async (query: string) =>
      (await app.call('listDeliveries', { query: { query } })).deliveries.map(({ id }) => id);
    expect(await found('resource:*820982911946154508*')).toEqual([order.id]);
    expect(await found('resource:820982911946154500')).toEqual([]);
  });
});

test('an index of before is described anew', async () => {
  await withApp(async (app: TestApp) => {
    const shop = await endpointOf(app, 'shopify');
    const { id } = await deliver(app, shop, json('{"id":820982911946154508}'));
    await settled(app, id);
    const makeOld = (): void => {
      const index = new Database(join(app.dataDir, 'index.db'));
      index.exec("UPDATE summary SET resource = '820982911946154500'; PRAGMA user_version = 1");
      index.close();
    };
    await app.restart({ between: makeOld });
    expect(await settled(app, id)).toMatchObject({ resource: '820982911946154508' });
    const { deliveries } = await app.call('listDeliveries', { query: { query: '820982911946154508' } });
    expect(deliveries.map((one) => one.id)).toEqual([id]);
  });
});
