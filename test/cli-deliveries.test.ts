import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Delivery, DeliverySummary } from '../server/contract/delivery.ts';
import { type TestApp, withApp } from './support/app.ts';
import { commandLine, commandLineJson } from './support/command-line.ts';
import { hookglass, hookglassJson } from './support/hookglass-process.ts';
import { sendRaw } from './support/raw-client.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function post({ captureUrl }: TestApp, body: Uint8Array | string, ...lines: string[]): Promise<void> {
  const { port, pathname } = new URL(captureUrl);
  const bytes = Buffer.from(body as Uint8Array);
  const head = ['POST %s HTTP/1.1', 'Host: example.test', ...lines, `Content-Length: ${bytes.length}`, '', ''];
  const { status } = await sendRaw(
    Number(port),
    Buffer.concat([Buffer.from(head.join('\r\n').replace('%s', pathname), 'latin1'), bytes]),
  );
  expect(status).toBe(200);
}

describe('hookglass deliveries', () => {
  test('list gives an array, newest first, that --limit and --query narrow', async () => {
    await withApp(async (server) => {
      for (const text of ['alpha', 'beta', 'alphabet']) await post(server, text, 'X-Kind: test');
      const list = (...words: string[]) =>
        commandLineJson<DeliverySummary[]>(server.dataDir, 'deliveries', 'list', ...words);
      expect((await list()).map(({ id }) => id)).toEqual([3, 2, 1]);
      expect((await list('--limit', '2')).map(({ id }) => id)).toEqual([3, 2]);
      expect((await list('--query', 'alpha')).map(({ id }) => id)).toEqual([3, 1]);
      expect(await list('--query', 'size:4 beta')).toMatchObject([
        { id: 2, sizeBytes: 4, sha256: sha256(Buffer.from('beta')) },
      ]);
      expect(await list('--query', 'nothing-has-this')).toEqual([]);
      const { stdout } = await hookglass(server.dataDir, 'deliveries', 'list');
      expect(stdout.toString().split('\n').length).toBe(5);
      expect((await commandLine(server.dataDir, 'deliveries', 'list', '--query', 'verdict:good')).code).toBe(1);
    });
  });

  test('more than a page of the API comes as one list', async () => {
    await withApp(async (server) => {
      const { port, pathname } = new URL(server.captureUrl);
      const one = `POST ${pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nz`;
      for (let round = 0; round < 11; round++) {
        const { received } = await sendRaw(
          Number(port),
          `${one.repeat(99)}${one.replace('Host: x', 'Host: x\r\nConnection: close')}`,
        );
        expect(received).toContain('200 OK');
      }
      const all = await commandLineJson<DeliverySummary[]>(server.dataDir, 'deliveries', 'list', '--limit', '1050');
      expect(all.length).toBe(1_050);
      expect(new Set(all.map(({ id }) => id)).size).toBe(1_050);
    });
  });

  test('show gives header lines as pairs, in order, with case and duplicates', async () => {
    await withApp(async (server) => {
      await post(server, 'x', 'X-B: 1', 'x-b: 2', 'X-N: caf\xe9');
      const shown = await commandLineJson<Delivery>(server.dataDir, 'deliveries', 'show', '1');
      expect(shown.headers).toEqual([
        ['Host', 'example.test'],
        ['X-B', '1'],
        ['x-b', '2'],
        ['X-N', 'caf\xe9'],
        ['Content-Length', '1'],
      ]);
      const { stdout } = await hookglass(server.dataDir, 'deliveries', 'show', '1');
      expect(stdout.toString()).toMatch(/^arrived .*\ncame in +local, not through the tunnel\nprovider +unknown\n/);
      expect(stdout.toString()).toContain('\nX-B: 1\nx-b: 2\n');
    });
  });

  test('show decodes header values that are UTF-8, leaves others as Latin-1, and gives both as received in JSON', async () => {
    await withApp(async (server) => {
      await post(server, 'x', 'X-Utf: caf\xc3\xa9 \xe2\x9c\x93', 'X-Latin: caf\xe9', 'X-Both: \xc3\xa9\xe9');
      const { stdout } = await commandLine(server.dataDir, 'deliveries', 'show', '1');
      expect(stdout.toString()).toContain('\nX-Utf: café ✓\nX-Latin: café\nX-Both: Ã©é\n');
      const shown = await commandLineJson<Delivery>(server.dataDir, 'deliveries', 'show', '1');
      expect(shown.headers).toContainEqual(['X-Utf', 'caf\xc3\xa9 \xe2\x9c\x93']);
    });
  });

  test('text for people cannot steer the terminal', async () => {
    await withApp(async (server) => {
      await post(server, 'x', 'X-Evil: a\x9b31mred', 'X-Tab: a\tb');
      const { stdout } = await commandLine(server.dataDir, 'deliveries', 'show', '1');
      expect(stdout.toString()).toContain('X-Evil: a\\u{9b}31mred');
      expect(stdout.toString().replace(/\n/g, '')).not.toMatch(/\p{Cc}/u);
    });
  });

  test.each<[string, Buffer]>([
    ['0 bytes', Buffer.alloc(0)],
    ['one NUL', Buffer.from([0])],
    ['invalid UTF-8', Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0x0a, 0x0d, 0x0a])],
    ['gzip', gzipSync('{"compressed":true}')],
    ['300 KB', Buffer.alloc(300_000, 'véé\r\n')],
  ])('body writes the exact bytes: %s', async (_name, body) => {
    await withApp(async (server) => {
      await post(server, body);
      const { code, stdout } = await hookglass(server.dataDir, 'deliveries', 'body', '1');
      expect(code).toBe(0);
      expect(stdout.equals(body)).toBe(true);
      const told = await commandLineJson<{ base64: string }>(server.dataDir, 'deliveries', 'body', '1');
      expect(Buffer.from(told.base64, 'base64').equals(body)).toBe(true);
    });
  });

  test('delete takes ids, or a search that is confirmed', async () => {
    await withApp(async (server) => {
      for (const text of ['one', 'two', 'three', 'four']) await post(server, text);
      const { dataDir } = server;
      expect(await hookglassJson(dataDir, 'deliveries', 'delete', '2', '3')).toEqual({ ids: [2, 3] });
      const unsure = await commandLine(dataDir, 'deliveries', 'delete', '--query', 'one');
      expect(unsure.code).toBe(2);
      expect(unsure.stderr).toContain('--yes');
      expect(await commandLineJson(dataDir, 'deliveries', 'delete', '--query', 'one', '--yes')).toEqual({ ids: [1] });
      const left = await commandLineJson<DeliverySummary[]>(dataDir, 'deliveries', 'list');
      expect(left.map(({ id }) => id)).toEqual([4]);
      const gone = await commandLine(dataDir, 'deliveries', 'show', '2');
      expect(gone).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^hookglass: There is no such delivery\..*\n$/),
      });
    });
  });
});
