import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createDeliveryList } from '../renderer/state/delivery-list.ts';
import { parseSearch, type SearchTerm } from '../server/contract/search-grammar.ts';
import { encodeHead } from '../server/describe/head.ts';
import { searchableText } from '../server/index/searchable-text.ts';
import { foldText } from '../server/index/text/fold-text.ts';
import { type TestApp, withApp } from './support/app.ts';
import { commandLineJson } from './support/command-line.ts';

const COUNT = 60;
const WORDS = ['café', 'CAFE', 'Straße', 'zq', 'order', 'ωδός', '订单', 'a+b', '%41', 'x'];

/** Chance that is the same in every run (Park and Miller, 1988). */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

interface Made {
  readonly method: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

function make(roll: (below: number) => number): Made {
  const word = (): string => WORDS[roll(WORDS.length)] as string;
  const text = `${word()} ${word()}`;
  const kind = roll(4);
  const body = [
    Buffer.from(
      JSON.stringify({ t: text }).replace(
        /[^\x20-\x7e]/g,
        (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
    ),
    Buffer.from(new URLSearchParams({ t: text }).toString()),
    gzipSync(text),
    Buffer.concat([Buffer.alloc(40), Buffer.from(text)]),
  ][kind] as Buffer;
  const type = ['application/json', 'application/x-www-form-urlencoded', 'text/plain', 'application/octet-stream'][
    kind
  ] as string;
  return {
    method: ['POST', 'PUT', 'PATCH'][roll(3)] as string,
    headers: [
      ['Content-Type', type],
      ...(kind === 2 ? [['Content-Encoding', 'gzip'] as const] : []),
      ...(roll(3) === 0 ? [['X-Word', Buffer.from(word()).toString('latin1')] as const] : []),
    ],
    body,
  };
}

/** What the README says of each term, said again without an index. */
function fits(id: number, path: string, { method, headers, body }: Made, terms: readonly SearchTerm[]): boolean {
  const head = encodeHead(method, path, '1.1', headers.flat());
  const text = searchableText({ head, body, size: body.length, meta: null });
  const shown = headers.map(([name, value]) => [
    name.toLowerCase(),
    foldText(value),
    foldText(Buffer.from(value, 'latin1').toString()),
  ]);
  const holds = (key: SearchTerm['key'], value: string): boolean => {
    const [name = '', content = ''] = value.split('=');
    if (key === 'method') return method === value.toUpperCase();
    if (key === 'id') return value.includes('..') ? id >= Number(value.split('..')[0]) : id === Number(value);
    if (key === 'size') return body.length > Number(value.slice(1));
    if (key === 'type') return headers.some(([line, of]) => line === 'Content-Type' && of.includes(value));
    if (key === 'header')
      return shown.some(
        ([line, ...of]) => line === name.toLowerCase() && of.some((one) => one.includes(foldText(content))),
      );
    return text.head.includes(foldText(value)) || text.more.includes(foldText(value));
  };
  return terms.every(({ key, values, negated }) => values.some((value) => holds(key, value)) !== negated);
}

async function fill(app: TestApp, made: readonly Made[]): Promise<string> {
  const path = new URL(app.captureUrl).pathname;
  for (const { method, headers, body } of made) {
    await new Promise<void>((resolve, reject) =>
      app.app.store.writer.capture(
        {
          endpointId: 1,
          at: Date.now(),
          status: 200,
          head: encodeHead(method, path, '1.1', headers.flat()),
          body,
          meta: null,
        },
        (error) => (error === null ? resolve() : reject(error)),
      ),
    );
  }
  return path;
}

/** An answer that has cost its time on a busy machine says how far it looked; the next one goes on from there. */
async function listToEnd(app: TestApp, query: string) {
  const found: number[] = [];
  let looked = 0;
  let before: number | undefined;
  for (;;) {
    const page = await app.call('listDeliveries', {
      query: { query, limit: 1_000, ...(before === undefined ? {} : { before }) },
    });
    found.push(...page.deliveries.map(({ id }) => id));
    looked += page.looked;
    before = page.lookedTo;
    if (!page.more) return { found, looked, matching: page.matching };
  }
}

test('each search finds the same at once, indexed, a page at a time, in the command line and in deletion: what the terms say', async () => {
  await withApp(async (app) => {
    const roll = chance(7);
    const made = Array.from({ length: COUNT }, () => make(roll));
    const path = await fill(app, made);
    const parts = [
      ...WORDS.map((word) => (/[%+]/.test(word) ? `"${word}"` : word)),
      ...[
        'header:x-word',
        'header:x-word=caf',
        'header:x-word=É',
        'header:x-word=zq,x-none',
        'header:content-encoding,x-word',
      ],
      ...[
        'method:put',
        'method:post,patch',
        'type:json',
        'size:>30',
        `id:${COUNT / 2}..`,
        'id:3,9,27,40',
        '"CAFÉ ORDER"',
        'STRASSE',
      ],
    ];
    const queries = [
      ...parts,
      ...parts.map((part) => `-${part}`),
      ...Array.from({ length: 60 }, () =>
        Array.from({ length: 2 + roll(2) }, () => `${roll(3) === 0 ? '-' : ''}${parts[roll(parts.length)]}`).join(' '),
      ),
    ];
    const wanted = new Map(
      queries.map((query) => {
        const ids = made.flatMap((one, at) => (fits(at + 1, path, one, parseSearch(query)) ? [at + 1] : []));
        return [query, ids.reverse()] as const;
      }),
    );
    expect(queries.filter((query) => (wanted.get(query)?.length ?? 0) > 0).length).toBeGreaterThan(queries.length / 2);
    for (const when of ['at once', 'indexed']) {
      for (const [query, ids] of wanted) {
        const { found, looked, matching } = await listToEnd(app, query);
        expect(found, `${query} ${when}`).toEqual(ids);
        expect(looked, `${query} ${when}`).toBe(COUNT);
        expect([ids.length, null], `${query} ${when}`).toContain(matching);
      }
      await app.app.store.reader.call('settled', null);
    }
    const some = queries.filter((_, at) => at % 29 === 0);
    for (const query of some) {
      const listed = await commandLineJson<{ id: number }[]>(
        app.dataDir,
        'deliveries',
        'list',
        `--query=${query}`,
        '--limit',
        '99',
      );
      expect(
        listed.map(({ id }) => id),
        query,
      ).toEqual(wanted.get(query));
      const pages: number[] = [];
      for (let before: number | undefined; ; ) {
        const page = await app.call('listDeliveries', {
          query: { query, limit: 7, ...(before === undefined ? {} : { before }) },
        });
        pages.push(...page.deliveries.map(({ id }) => id));
        if (!page.more) break;
        before = page.lookedTo;
      }
      expect(pages, query).toEqual(wanted.get(query));
      const { ids } = await app.call('deleteDeliveries', { body: { query } });
      expect(ids, query).toEqual(wanted.get(query));
      if (ids.length > 0) await app.call('restoreDeliveries', { body: { ids } });
    }
    await fill(app, made.slice(0, 5));
    const { ids } = await app.call('deleteDeliveries', { body: { query: 'method:post,put,patch', upTo: COUNT } });
    expect(Math.max(...ids)).toBe(COUNT);
  });
});

test('the page goes on to the end of a search that looks through the deliveries, and can be stopped', async () => {
  await withApp(async (app) => {
    const plain: Made = { method: 'POST', headers: [['X-N', '1']], body: Buffer.from('{"a":1}') };
    await fill(app, [{ ...plain, headers: [['X-Rare', 'q7']] }, ...Array.from({ length: 800 }, () => plain)]);
    for (const text of ['q7', 'header:x-rare=q7', 'zz', '-a header:x-n']) {
      let requests = 0;
      const list = createDeliveryList({
        // As slow a server as there can be: each answer has looked through a hundred.
        async fetchPage({ query = '', before = 802, ...rest }) {
          requests++;
          const after = Math.max(0, before - 101);
          const page = await app.call('listDeliveries', { query: { ...rest, query, before, after } });
          const more = page.more || after > 0;
          return {
            ...page,
            more,
            lookedTo: page.more ? page.lookedTo : after === 0 ? 0 : after + 1,
            matching: null,
            uncounted: 'not-looked-through',
          };
        },
        later: () => () => undefined,
      });
      list.show({ text, endpoint: null });
      list.stop();
      while (list.view.get().loading !== null) await new Promise((resolve) => setTimeout(resolve, 2));
      expect([requests, list.view.get().model.looked, list.view.get().model.more], text).toEqual([1, 100, true]);
      list.goOn();
      while (list.view.get().loading !== null) await new Promise((resolve) => setTimeout(resolve, 2));
      const { rows, more, matching } = list.view.get().model;
      expect([rows.map(({ id }) => id), more, matching], text).toEqual([
        text.includes('q7') ? [1] : [],
        false,
        text.includes('q7') ? 1 : 0,
      ]);
      expect(requests, text).toBeLessThanOrEqual(9);
    }
  });
});
