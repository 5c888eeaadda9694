import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Delivery } from '../server/contract/delivery.ts';
import { type TestApp, withApp } from './support/app.ts';
import { answersIn, rawClient, sendRaw } from './support/raw-client.ts';

const pathOf = (app: TestApp): string => new URL(app.captureUrl).pathname;

/** Deliveries in the order of their arrival, in full. */
async function kept(app: TestApp): Promise<Delivery[]> {
  const { deliveries } = await app.call('listDeliveries', { query: {} });
  return Promise.all(deliveries.reverse().map(({ id }) => app.call('getDelivery', { params: { id } })));
}
async function bodyOf(app: TestApp, id: number): Promise<string> {
  return (await app.ask('getBody', { params: { id } })).bytes.toString('latin1');
}
const surplusOf = ({ surplus }: Delivery): string => Buffer.from(surplus?.base64 ?? '', 'base64').toString('latin1');

/** Send packets, each after what must be seen before it, and give back the status codes that came until the connection ended. */
async function talk(app: TestApp, packets: readonly string[], answersBetween = 0): Promise<number[]> {
  const client = await rawClient(app.capturePort);
  for (const [at, packet] of packets.entries()) {
    if (at > 0) await client.until((text) => answersIn(text).length >= answersBetween);
    await client.write(packet);
  }
  const received = await client.until(() => false);
  client.close();
  return answersIn(received).map(({ status }) => status);
}

/** A client that goes on writing after its peer has ended. */
const halfOpen = (app: TestApp) => rawClient(app.capturePort, '127.0.0.1', { allowHalfOpen: true });

const SIGNED = Buffer.from('{"text":"🙄","html":"<h1>🙄</h1>","actorId":"Mjc"}').toString('latin1');
const post = (path: string, headers: string, body: string, version = 'HTTP/1.1'): string =>
  `POST ${path} ${version}\r\nHost: x\r\n${headers}\r\n${body}`;

describe('bytes that follow a body', () => {
  test.each([
    ['Content-Length counts characters', 'Content-Length: 50\r\n', SIGNED, 50],
    ['the same before the connection closes', 'Content-Length: 50\r\nConnection: close\r\n', SIGNED, 50],
    ['a length of none', 'Content-Length: 0\r\n', 'all of it', 0],
    ['what looks like the beginning of a method', 'Content-Length: 4\r\n', 'abcdPOSTcard', 4],
    ['what repeats the end of the body', 'Content-Length: 4\r\n', 'a"}}"}}', 4],
    ['after the last chunk', 'Transfer-Encoding: chunked\r\n', '3\r\nabc\r\n0\r\n\r\nmore', 3],
  ])('%s: one row, the rest is kept with it, and it says what the sender got', async (_name, headers, sent, size) => {
    await withApp(async (app) => {
      const statuses = await talk(app, [post(pathOf(app), headers, sent)]);
      const [delivery, ...others] = await kept(app);
      expect(others).toEqual([]);
      expect(statuses).toEqual([400]);
      expect(delivery).toMatchObject({ sizeBytes: size, replyStatus: 400, flags: ['surplus'] });
      const rest = headers.startsWith('Transfer') ? 'more' : sent.slice(size);
      expect(surplusOf(delivery as Delivery)).toBe(rest);
      expect(delivery?.surplus?.sizeBytes).toBe(rest.length);
    });
  });

  test.each([
    ['HTTP/1.0', ''],
    ['HTTP/1.0', 'Connection: keep-alive\r\n'],
  ])('a body of %s without a length (%j) is kept as what follows', async (version, headers) => {
    await withApp(async (app) => {
      expect(await talk(app, [post(pathOf(app), headers, 'old body', version)])).toEqual([400]);
      const [delivery] = await kept(app);
      expect(delivery).toMatchObject({ sizeBytes: 0, replyStatus: 400, flags: ['surplus'], httpVersion: '1.0' });
      expect(surplusOf(delivery as Delivery)).toBe('old body');
    });
  });

  test.each([
    ['on a connection that stays', 'Content-Length: 50\r\n', [200, 400]],
    ['after the answer that closes it', 'Content-Length: 50\r\nConnection: close\r\n', [200]],
  ])('in later packets, %s, they join the row that was answered', async (_name, headers, answers) => {
    await withApp(async (app) => {
      const first = post(pathOf(app), headers, SIGNED.slice(0, 50));
      // Told as a change, or with its arrival where it is described only then.
      const seen = app.feed(0, (messages) =>
        messages.some((message) => 'deliveries' in message && message.deliveries.some(({ flags }) => flags.length > 0)),
      );
      expect(await talk(app, [first, SIGNED.slice(50, 52), SIGNED.slice(52)], 1)).toEqual(answers);
      await seen;
      const late = async () => surplusOf((await kept(app))[0] as Delivery);
      await expect.poll(late).toBe(SIGNED.slice(50));
      expect(await kept(app)).toMatchObject([{ sizeBytes: 50, replyStatus: 200, flags: ['surplus'] }]);
      expect((await app.call('listDeliveries', { query: { query: 'is:surplus' } })).deliveries).toHaveLength(1);
    });
  });

  test.each([
    ['on a connection that stays', ''],
    ['before the connection closes', 'Connection: close\r\n'],
  ])('that begin in the packet of the body and go on in later ones are kept whole, %s', async (_name, headers) => {
    await withApp(async (app) => {
      const client = await halfOpen(app);
      await client.write(post(pathOf(app), `${headers}Content-Length: 4\r\n`, 'abcd{"a":'));
      await client.until((text) => answersIn(text).length === 1);
      await client.write('"b"');
      await client.write('}\n');
      client.socket.end();
      expect(answersIn(await client.until(() => false)).map(({ status }) => status)).toEqual([400]);
      const rest = async () => surplusOf((await kept(app))[0] as Delivery);
      await expect.poll(rest).toBe('{"a":"b"}\n');
      expect(await kept(app)).toMatchObject([{ sizeBytes: 4, replyStatus: 400, flags: ['surplus'] }]);
    });
  });

  test('a line break after the body is nothing', async () => {
    await withApp(async (app) => {
      const path = pathOf(app);
      const client = await rawClient(app.capturePort);
      await client.write(post(path, 'Content-Length: 1\r\n', 'a\r\n'));
      await client.until((text) => answersIn(text).length === 1);
      await client.write(post(path, 'Content-Length: 1\r\n', 'b'));
      const received = await client.until((text) => answersIn(text).length === 2);
      client.close();
      expect(answersIn(received).map(({ status }) => status)).toEqual([200, 200]);
      expect((await kept(app)).map(({ flags }) => flags)).toEqual([[], []]);
    });
  });
});

describe('pipelines', () => {
  test.each([
    ['a version that is none', 'HTTP/9', 'Content-Length: 2\r\n', 'ho'],
    ['a header line that is none', 'HTTP/1.1', 'Ho st: x\r\n', ''],
  ])('the first is answered 200, in order, and then 400 for the second: %s', async (_name, version, headers, body) => {
    await withApp(async (app) => {
      const path = pathOf(app);
      const second = post(`${path}/2`, headers, body, version);
      const sent = `${post(`${path}/1`, 'Content-Length: 2\r\n', 'hi')}${second}`;
      expect(await talk(app, [sent])).toEqual([200, 400]);
      const rows = await kept(app);
      expect(rows).toMatchObject([
        { sizeBytes: 2, replyStatus: 200, flags: [] },
        { replyStatus: 400, flags: ['malformed'] },
      ]);
      expect(await bodyOf(app, rows[1]?.id ?? 0)).toBe(second);
      expect((await app.call('status', {})).malformed).toBe(1);
    });
  });

  test('a request after one that closes the connection is kept, and was answered nothing', async () => {
    await withApp(async (app) => {
      const path = pathOf(app);
      const second = post(path, 'Content-Length: 2\r\n', 'ho');
      expect(await talk(app, [`${post(path, 'Connection: close\r\nContent-Length: 2\r\n', 'hi')}${second}`])).toEqual([
        200,
      ]);
      const rows = await kept(app);
      expect(rows.map(({ replyStatus }) => replyStatus)).toEqual([200, null]);
      expect(await bodyOf(app, rows[1]?.id ?? 0)).toBe(second);
    });
  });

  test('three answers come in order where the endpoint answers late', async () => {
    await withApp(async (app) => {
      const [endpoint] = await app.call('listEndpoints', {});
      const reply = { status: 202, headers: [], body: '', delayMs: 50 };
      await app.call('changeEndpoint', { params: { id: endpoint?.id ?? 0 }, body: { reply } });
      const path = pathOf(app);
      const good = post(path, 'Content-Length: 2\r\n', 'hi');
      expect(await talk(app, [`${good}${good}${post(path, '', '', 'HTTP/9')}`])).toEqual([202, 202, 400]);
    });
  });
});

describe('framing that makes no sense', () => {
  const chunked = 'Transfer-Encoding: chunked\r\n';
  test.each([
    ['a chunk size beyond all', chunked, 'FFFFFFFFFFFFFFFFF\r\nabc', '', 'FFFFFFFFFFFFFFFFF\r\nabc', 400],
    ['junk after a chunk', chunked, '3\r\nabc\r\nZZ\r\n', 'abc', '\r\nZZ\r\n', 400],
    ['a chunk longer than its size', chunked, '3\r\nabcdef\r\n', 'abc', 'def\r\n', 400],
    ['an encoding that is none', 'Transfer-Encoding: xchunked\r\n', 'abc', '', 'abc', 400],
    [
      'too long a chunk extension',
      chunked,
      `3;${'e'.repeat(20_000)}\r\nabc\r\n`,
      '',
      `3;${'e'.repeat(20_000)}\r\nabc\r\n`,
      413,
    ],
  ])('%s: one row with all that was sent', async (_name, headers, sent, body, rest, status) => {
    await withApp(async (app) => {
      expect(await talk(app, [post(pathOf(app), headers, sent)])).toEqual([status]);
      const rows = await kept(app);
      expect(rows).toMatchObject([
        { method: 'POST', fullTarget: pathOf(app), replyStatus: status, sizeBytes: body.length },
      ]);
      const [row] = rows as [Delivery];
      expect(row.flags).toEqual(['malformed', 'surplus']);
      expect(row.malformedReason).toMatch(/\w/);
      expect(await bodyOf(app, row.id)).toBe(body);
      expect(surplusOf(row)).toBe(rest);
      expect((await app.call('status', {})).malformed).toBe(1);
    });
  });

  test.each([
    ['both lengths', 'Content-Length: 3\r\nTransfer-Encoding: chunked\r\n'],
    ['two lengths', 'Content-Length: 3\r\nContent-Length: 4\r\n'],
    ['a length with a sign', 'Content-Length: +3\r\n'],
  ])('%s: one row, the packet as it came, counted once however many packets follow', async (_name, headers) => {
    await withApp(async (app) => {
      const sent = post(pathOf(app), headers, 'abc');
      const client = await rawClient(app.capturePort);
      await client.write(sent);
      await client.until((text) => answersIn(text).length === 1);
      await client.write('and more');
      await client.write('and more');
      await client.until(() => false);
      client.close();
      const rows = await kept(app);
      expect(rows).toMatchObject([{ replyStatus: 400 }]);
      expect(await bodyOf(app, rows[0]?.id ?? 0)).toBe(sent);
      expect((await app.call('status', {})).malformed).toBe(1);
    });
  });

  test('header lines over the cap are answered 431 and leave a row with all of them', async () => {
    await withApp(async (app) => {
      const long = 'a'.repeat(200_000);
      expect(await talk(app, [post(pathOf(app), `X-Long: ${long}\r\nContent-Length: 3\r\n`, 'abc')])).toEqual([431]);
      const rows = await kept(app);
      expect(rows).toMatchObject([{ replyStatus: 431, flags: ['truncated'], declaredSizeBytes: 3 }]);
      expect(rows[0]?.headers).toContainEqual(['X-Long', long]);
      expect(rows[0]?.incompleteReason).toMatch(/header lines/);
      expect(await talk(app, [post(pathOf(app), `X-Long: ${'a'.repeat(400_000)}\r\n`, '')])).toEqual([431]);
      expect(await app.call('status', {})).toMatchObject({ malformed: 2, tooLarge: 2, deliveries: 1 });
    });
  });

  test.each([
    ['tabs in the first line', (path: string) => `POST\t${path}\tHTTP/1.1\r\nHost: x\r\n\r\n`],
    ['two blanks before the target, and a version that is none', (path: string) => `POST  ${path} HTTP/9\r\n\r\n`],
  ])('%s: kept as it came', async (_name, make) => {
    await withApp(async (app) => {
      const sent = make(pathOf(app));
      expect(await talk(app, [sent])).toEqual([400]);
      const rows = await kept(app);
      expect(rows).toMatchObject([{ flags: ['malformed'], replyStatus: 400 }]);
      expect(await bodyOf(app, rows[0]?.id ?? 0)).toBe(sent);
    });
  });

  test('raw UTF-8 in the target is kept as it came', async () => {
    await withApp(async (app) => {
      const sent = post(`${pathOf(app)}/caf\xc3\xa9`, 'Content-Length: 2\r\n', 'hi');
      expect(await talk(app, [sent])).toEqual([400]);
      const rows = await kept(app);
      expect(rows).toMatchObject([{ flags: ['malformed'], replyStatus: 400 }]);
      expect(await bodyOf(app, rows[0]?.id ?? 0)).toBe(sent);
    });
  });
});

describe('addresses with doubled slashes', () => {
  test.each([
    ['//e/', ''],
    ['/e//', ''],
    ['///e///', '/orders?a=1'],
    ['http://x//e/', '/orders'],
  ])('%s<slug>%s is the endpoint, with its target verbatim', async (before, after) => {
    await withApp(async (app) => {
      const target = `${before}${pathOf(app).slice(3)}${after}`;
      expect((await sendRaw(app.capturePort, post(target, 'Content-Length: 1\r\n', 'a'))).status).toBe(200);
      expect(await kept(app)).toMatchObject([{ fullTarget: target }]);
    });
  });

  test('a slug in capitals, or after other segments, is none', async () => {
    await withApp(async (app) => {
      const slug = pathOf(app).slice(3);
      for (const target of [`/e/${slug.toUpperCase()}`, `//e/${slug.toUpperCase()}`, `/x/e/${slug}`, `//e/${slug}x`])
        expect((await sendRaw(app.capturePort, post(target, 'Content-Length: 1\r\n', 'a'))).status, target).toBe(404);
    });
  });
});

test('Content-Length that is wrong in another way, and surplus that has nothing to do with the signature, are told apart', async () => {
  await withApp(async (app) => {
    const [endpoint] = await app.call('listEndpoints', {});
    const params = { id: endpoint?.id ?? 0 };
    await app.call('addSecret', { params, body: { name: 'main', value: 's3cret' } });
    const causeOf = async (body: string, declared: number, signed: string): Promise<string | null> => {
      const signature = createHmac('sha256', 's3cret').update(signed).digest('hex');
      const headers = `X-GitHub-Event: push\r\nX-Hub-Signature-256: sha256=${signature}\r\nContent-Length: ${declared}\r\n`;
      await talk(app, [post(pathOf(app), headers, body)]);
      const [delivery] = (await kept(app)).slice(-1);
      const { diagnosis } = await app.call('getVerification', { params: { id: delivery?.id ?? 0 } });
      return diagnosis?.code ?? null;
    };
    expect(await causeOf('{"a":"bcdefgh"}', 9, '{"a":"bcdefgh"}')).toBe('content-length-short');
    expect(await causeOf('{"a":"bcdefgh"}zzz', 15, '{"a":"bcdefgh"}')).toBe(null);
    expect(String(await causeOf('{"a":"bcdefgh"}zzz', 15, '{"a":"other"}'))).not.toMatch(/^content-length/);
  });
});

interface RealityCase {
  readonly id: string;
  readonly input: { readonly http: string };
}
const REALITY = JSON.parse(
  readFileSync(new URL('./fixtures/framing-cases.json', import.meta.url), 'utf8'),
) as RealityCase[];

test.each(REALITY.map((one) => [one.id, one] as const))('as reported in public: %s', async (_id, { id, input }) => {
  await withApp(async (app) => {
    const [endpoint] = await app.call('listEndpoints', {});
    const params = { id: endpoint?.id ?? 0 };
    await app.call('addSecret', { params, body: { name: 'main', value: 's3cret' } });
    const sent = Buffer.from(input.http, 'base64').toString('latin1').replaceAll('/hook', pathOf(app));
    const statuses = await talk(app, [sent]);
    const rows = await kept(app);
    expect(rows[0]?.replyStatus).toBe(statuses[0]);
    if (id === 'pipeline-second-malformed') {
      expect(statuses).toEqual([200, 400]);
      return;
    }
    expect(rows).toMatchObject([{ sizeBytes: 50, flags: ['surplus'], replyStatus: 400 }]);
    expect(surplusOf(rows[0] as Delivery)).toBe('jc"}');
    const verified = await app.call('getVerification', { params: { id: rows[0]?.id ?? 0 } });
    expect(verified.diagnosis).toMatchObject({ code: 'content-length-counts-characters' });
    expect(verified.diagnosis?.proof).toMatch(/54 bytes .* 50 characters/);
  });
});
