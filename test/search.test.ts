import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { parseSearch, printSearch } from '../server/contract/search-grammar.ts';
import { type TestApp, withApp } from './support/app.ts';
import { sendRaw } from './support/raw-client.ts';

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: string;
  readonly body?: Buffer;
}

async function send(
  app: TestApp,
  { method = 'POST', path = '', headers = '', body = Buffer.alloc(0) }: Sent,
): Promise<void> {
  const head = `${method} ${new URL(app.captureUrl).pathname}${path} HTTP/1.1\r\nHost: x\r\n${headers}Content-Length: ${body.length}\r\n\r\n`;
  await sendRaw(app.capturePort, Buffer.concat([Buffer.from(head, 'latin1'), body]));
}

async function find(app: TestApp, query: string): Promise<number[]> {
  const { deliveries, matching } = await app.call('listDeliveries', { query: { query } });
  expect(matching).toBe(deliveries.length);
  return deliveries.map(({ id }) => id).reverse();
}

const CORPUS: readonly Sent[] = [
  { headers: 'Content-Type: application/json\r\n', body: Buffer.from('{"title":"Hello Wörld","price":12}') },
  { method: 'PUT', path: '/orders?page=2', headers: 'X-Trace: Alpha-One\r\n', body: Buffer.from('plain text here') },
  { headers: 'Content-Encoding: gzip\r\n', body: gzipSync('{"inside":"compressed-needle"}') },
  {
    headers: 'X-Contentful-Topic: ContentManagement.Entry.publish\r\n',
    body: Buffer.from('{"sys":{"type":"Entry","id":"abc"}}'),
  },
  { body: Buffer.concat([Buffer.from([0, 1, 2]), Buffer.from('binary-needle')]) },
  { body: Buffer.alloc(3_000, 'z') },
];

describe('search finds', () => {
  const cases: readonly [string, readonly number[]][] = [
    ['hello', [1]],
    ['WÖRLD', [1]],
    ['"Hello Wörld"', [1]],
    ['lain tex', [2]],
    ['ai', [2]],
    ['alpha-one', [2]],
    ['X-Trace: Alpha', [2]],
    ['compressed-needle', [3]],
    ['binary-needle', []],
    ['nothing-like-this', []],
    ['method:put', [2]],
    ['-method:post', [2]],
    ['method:put,get', [2]],
    ['provider:contentful', [4]],
    ['provider:unknown', [1, 2, 3, 5, 6]],
    ['event:ContentManagement.Entry.publish', [4]],
    ['event:*publish', [4]],
    ['-event:*publish', [1, 2, 3, 5, 6]],
    ['header:x-trace', [2]],
    ['header:x-trace=alpha', [2]],
    ['header:x-trace=beta', []],
    ['type:json', [1]],
    ['size:>2kb', [6]],
    ['size:16', [5]],
    ['verdict:unchecked size:>2kb', [6]],
    ['verdict:valid', []],
    ['outcome:none id:1', [1]],
    ['is:truncated', []],
    ['id:2..4', [2, 3, 4]],
    ['id:5..', [5, 6]],
    ['after:1h', [1, 2, 3, 4, 5, 6]],
    ['before:1h', []],
    ['after:2000-01-01 before:2000-01-02', []],
    ['endpoint:inbox id:1', [1]],
    ['endpoint:other', []],
    ['status:200 id:1', [1]],
    ['status:2xx id:1', [1]],
    ['http://odd:thing', []],
    ['%_\'";--', []],
  ];

  test('each term, before and after the text index has caught up', async () => {
    await withApp(async (app) => {
      for (const sent of CORPUS) await send(app, sent);
      for (const [query, wanted] of cases) expect(await find(app, query), `${query} at once`).toEqual(wanted);
      await app.app.store.reader.call('settled', null);
      expect((await app.call('status', {})).pendingSearch).toBe(0);
      for (const [query, wanted] of cases) expect(await find(app, query), `${query} indexed`).toEqual(wanted);
    });
  });

  test('a term that makes no sense is answered with one that does', async () => {
    await withApp(async (app) => {
      for (const query of [
        'is:odd',
        'verdict:maybe',
        'size:big',
        'after:someday',
        'outcome:odd',
        'status:2000',
        'id:x',
      ]) {
        const { status, bytes } = await app.ask('listDeliveries', { query: { query } });
        expect(status, query).toBe(400);
        expect(bytes.toString(), query).toContain('makes no sense; write');
      }
    });
  });
});

test('deletion hides, restoration shows again, and both count', async () => {
  await withApp(async (app) => {
    for (const sent of CORPUS) await send(app, sent);
    expect(await app.call('deleteDeliveries', { body: { query: 'size:>2kb' } })).toEqual({ ids: [6] });
    expect((await app.ask('getDelivery', { params: { id: 6 } })).status).toBe(404);
    expect((await app.ask('getBody', { params: { id: 6 } })).status).toBe(404);
    expect((await app.call('listDeliveries', { query: {} })).total).toBe(5);
    await app.call('restoreDeliveries', { body: { ids: [6] } });
    expect((await app.call('listDeliveries', { query: {} })).total).toBe(6);
    expect((await app.ask('restoreDeliveries', { body: { ids: [6] } })).status).toBe(404);
  });
});

test('retention prunes the oldest, never a pin, and says how many', async () => {
  await withApp(async (app) => {
    for (const sent of CORPUS) await send(app, sent);
    await app.call('listDeliveries', { query: {} });
    await app.call('changeDelivery', { params: { id: 1 }, body: { pinned: true } });
    await app.call('setSettings', { body: { keepCount: 3 } });
    await app.app.housekeeping.run();
    const { deliveries } = await app.call('listDeliveries', { query: {} });
    expect(deliveries.map(({ id }) => id)).toEqual([6, 5, 1]);
    expect((await app.call('status', {})).pruned).toBe(3);
    expect(app.logs.join()).toContain('Retention removed 3 deliveries.');
    await app.restart();
    await send(app, { body: Buffer.from('next') });
    expect((await app.call('listDeliveries', { query: { limit: 1 } })).deliveries[0]?.id).toBe(7);
  });
});

test('pages follow one another without gap or repeat', async () => {
  await withApp(async (app) => {
    for (let at = 0; at < 25; at++) await send(app, { body: Buffer.from(String(at)) });
    const seen: number[] = [];
    for (let before: number | undefined; ; before = seen.at(-1)) {
      const page = await app.call('listDeliveries', {
        query: { limit: 10, ...(before === undefined ? {} : { before }) },
      });
      seen.push(...page.deliveries.map(({ id }) => id));
      if (!page.more) break;
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, at) => 25 - at));
  });
});

test('an index that is lost is built anew from the deliveries', async () => {
  await withApp(async (app) => {
    for (const sent of CORPUS) await send(app, sent);
    expect(await find(app, 'provider:contentful')).toEqual([4]);
    const { rmSync } = await import('node:fs');
    const { join } = await import('node:path');
    for (const ending of ['', '-wal', '-shm']) rmSync(join(app.dataDir, `index.db${ending}`), { force: true });
    await app.restart();
    expect(await find(app, 'provider:contentful')).toEqual([4]);
    expect(await find(app, 'compressed-needle')).toEqual([3]);
  });
});

describe('the grammar', () => {
  test.each([
    'a b',
    '-x',
    'method:GET,POST',
    '"two words" provider:x',
    'event:"a b"',
    '-is:pinned http://x',
    'say "quo\\"te"',
    '"-not turned" "-x" -"-y"',
    '"provider:x" -"is:pinned"',
    'event:"a,b" event:"c d\\\\"',
    '"C:\\Users\\"x "a\\\\" b" \\"',
  ])('%s survives parsing and printing', (input) => {
    const terms = parseSearch(input);
    expect(parseSearch(printSearch(terms))).toEqual(terms);
  });
  test('odd input never fails', () => {
    for (const input of ['', '"', '""', '-', ':', 'method:', '-:', '\\', '"\\"', 'a:b:c', '\u202e'])
      expect(() => parseSearch(input)).not.toThrow();
  });
});

test('a deletion does not take a key without a value for nothing', async () => {
  await withApp(async (app) => {
    for (const sent of CORPUS) await send(app, sent);
    for (const query of ['before: 3d', 'provider:', '-is:', 'endpoint:, hello', 'event:""']) {
      const { status, bytes } = await app.ask('deleteDeliveries', { body: { query } });
      expect([status, bytes.toString()], query).toEqual([400, expect.stringContaining('has no value')]);
    }
    expect((await app.call('listDeliveries', { query: {} })).total).toBe(CORPUS.length);
  });
});
