import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Delivery, DeliverySummary } from '../server/contract/delivery.ts';
import type { Endpoint } from '../server/contract/endpoint.ts';
import type { Attempt, Destination } from '../server/contract/replay.ts';
import { withApp } from './support/app.ts';
import { commandLine, commandLineJson } from './support/command-line.ts';
import { hookglass, hookglassJson, startServerProcess, withDataDir } from './support/hookglass-process.ts';
import { sendRaw } from './support/raw-client.ts';
import { startRawRecorder } from './support/raw-recorder.ts';
import { api } from './support/server-api.ts';

const bash = promisify(execFile);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Send `lines` and a body below an endpoint; the bytes that went over the wire. */
async function send(captureUrl: string, below: string, lines: readonly string[], body: Buffer): Promise<Buffer> {
  const { port, pathname } = new URL(captureUrl);
  const head = [`POST ${pathname}${below} HTTP/1.1`, ...lines, `Content-Length: ${body.length}`, '', ''].join('\r\n');
  const bytes = Buffer.concat([Buffer.from(head, 'latin1'), body]);
  expect((await sendRaw(Number(port), bytes)).status).toBe(200);
  return bytes;
}

/** What a recorder gets when those bytes are sent on: only the path of the endpoint is gone. */
const below = (bytes: Buffer, path: string): string =>
  bytes.toString('latin1').replace(/^POST \/e\/[0-9a-z]{26}[^ ]*/, `POST ${path}`);

describe('hookglass replay', () => {
  test('sends the same bytes and exits with 0', async () => {
    await withApp(async (server) => {
      const recorder = await startRawRecorder();
      const body = Buffer.from([0, 0xff, 0x0d, 0x0a, 0x7b]);
      const sent = await send(server.captureUrl, '/a?b=%zz', ['Host: h', 'X-A: 1', 'x-a: 2', 'X-A:'], body);
      const to = `${recorder.url}/app`;
      const [attempt] = await hookglassJson<Attempt[]>(server.dataDir, 'replay', '1', '--to', to);
      expect(attempt).toMatchObject({ deliveryId: 1, edited: false, outcome: { kind: 'answered', status: 200 } });
      const received = (await recorder.next()).bytes.toString('latin1');
      expect(received).toBe(below(sent, '/app/a?b=%zz').replace('X-A:\r\n', 'X-A: \r\n'));
      await recorder.close();
    });
  });

  test('exits with 1 when it was refused or did not arrive', async () => {
    await withApp(async (server) => {
      await fetch(server.captureUrl, { method: 'POST', body: 'x' });
      const recorder = await startRawRecorder();
      await recorder.close();
      const unreached = await hookglass(server.dataDir, 'replay', '1', '--to', recorder.url);
      expect(unreached.code).toBe(1);
      expect(unreached.stdout.toString()).toMatch(/^1 → http:\S+ failed: Nothing is listening on port \d+\./);
      const foreign = await commandLine(server.dataDir, 'replay', '1', '--to', 'http://198.51.100.7/');
      expect(foreign).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^hookglass: Sending to this host is not allowed yet\./),
      });
      const own = await commandLine(server.dataDir, 'replay', '1', '--to', server.captureUrl);
      expect(own).toMatchObject({ code: 1, stderr: expect.stringContaining("one of Hookglass's own") });
      const missing = await commandLine(server.dataDir, 'replay', '77', '--to', recorder.url, '--json');
      expect(missing.code).toBe(1);
      expect(JSON.parse(missing.stdout.toString())).toMatchObject({ problem: { code: 'no-such-delivery' } });
    });
  });
});

describe('hookglass export', () => {
  const bodies: readonly [string, Buffer][] = [
    ['text with quotes', Buffer.from(`it's "quoted" $HOME \`id\` \\ !\n\n`)],
    ['NUL and invalid UTF-8', Buffer.from([0, 1, 0xff, 0xc3, 0x28, 0x0a])],
    ['gzip', gzipSync('{"a":1}')],
    ['nothing', Buffer.alloc(0)],
  ];

  test('the cURL command, run by bash against the server itself, gives the same SHA-256', async () => {
    await withApp(async ({ captureUrl, dataDir }) => {
      for (const [, body] of bodies) await send(captureUrl, '/hook?x=1', ['Host: h', "X-Q: it's"], body);
      for (let id = 1; id <= bodies.length; id++) {
        const out = join(dataDir, `delivery-${id}.sh`);
        const told = await commandLineJson<{ file: string }>(
          dataDir,
          'export',
          String(id),
          '--format',
          'curl',
          '--out',
          out,
        );
        expect(told.file).toBe(out);
        const { stdout } = await commandLine(dataDir, 'export', String(id), '--format', 'curl');
        expect(readFileSync(out).equals(stdout)).toBe(true);
        await bash('bash', [out]);
      }
      const list = await commandLineJson<DeliverySummary[]>(dataDir, 'deliveries', 'list');
      const oldest = list.toReversed();
      expect(oldest.length).toBe(2 * bodies.length);
      bodies.forEach(([name, body], at) => {
        expect(oldest[bodies.length + at]?.sha256, name).toBe(sha256(body));
      });
      const copy = await commandLineJson<Delivery>(dataDir, 'deliveries', 'show', String(bodies.length + 1));
      expect(copy.fullTarget).toMatch(/\/hook\?x=1$/);
      expect(copy.headers).toContainEqual(['X-Q', "it's"]);
    });
  });

  test('raw HTTP is the request as it came', async () => {
    await withApp(async ({ captureUrl, dataDir }) => {
      const sent = await send(captureUrl, '', ['Host: h', 'x-b: 1', 'X-B: 2'], Buffer.from([0, 0xff]));
      const { stdout } = await hookglass(dataDir, 'export', '1', '--format', 'http');
      expect(stdout.toString('latin1')).toBe(sent.toString('latin1'));
    });
  });
});

describe('hookglass listen', () => {
  test('forwards every arrival byte for byte and prints one line for each', async () => {
    await withDataDir(async (dataDir) => {
      const recorder = await startRawRecorder();
      const command = ['listen', '--json', '--forward', `${recorder.url}/in`];
      const server = await startServerProcess(dataDir, command);
      const sent = await send(server.captureUrl, '/x?y=1', ['Host: h', 'X-A: 1', 'x-a: 2'], Buffer.from([0, 0xfe]));
      expect((await recorder.next()).bytes.toString('latin1')).toBe(below(sent, '/in/x?y=1'));
      const kinds: string[] = [];
      while (!kinds.includes('answered')) {
        const message = JSON.parse(await server.nextLine()) as { kind: string; attempt?: Attempt };
        kinds.push(message.attempt?.outcome.kind ?? message.kind);
      }
      expect(kinds).toEqual(['arrived', 'pending', 'answered']);
      expect(await server.end('SIGINT')).toBe(0);
      await recorder.close();
    });
  });

  test('prints one line for people for each delivery, sent or not', async () => {
    await withDataDir(async (dataDir) => {
      const recorder = await startRawRecorder({ answer: () => 'HTTP/1.1 418 Teapot\r\nContent-Length: 0\r\n\r\n' });
      const server = await startServerProcess(dataDir, ['listen', '--forward', recorder.url]);
      for (const body of ['one', 'two']) {
        await fetch(server.captureUrl, { method: 'POST', body });
        let line = await server.nextLine();
        while (line === '') line = await server.nextLine();
        expect(line).toMatch(
          /^\d {2}\S+T\S+[+-]\d\d:\d\d {2}POST {2}unknown {2}\S+ {2}unchecked {2}→ 418 Teapot in \d+ ms$/,
        );
      }
      await recorder.close();
      await fetch(server.captureUrl, { method: 'POST', body: 'three' });
      expect(await server.nextLine()).toMatch(/^3 .*→ failed: Nothing is listening on port \d+\./);
      const { port, pathname } = new URL(server.captureUrl);
      await sendRaw(Number(port), `P()ST ${pathname} HTTP/1.1\r\nHost: x\r\n\r\n`);
      expect(await server.nextLine()).toMatch(/^4 .*not sent: malformed$/);
      expect(await server.end('SIGINT')).toBe(0);
    });
  });

  test('puts back what an endpoint forwarded to before', async () => {
    await withDataDir(async (dataDir) => {
      const first = await startServerProcess(dataDir);
      const made = await api(first, '/destinations', { url: 'http://127.0.0.1:9/own' });
      const destination = (await made.json()) as Destination;
      await api(first, '/endpoints/1', { forwardTo: destination.id }, 'PATCH');
      await first.end('SIGINT');
      const listening = await startServerProcess(dataDir, [
        'listen',
        '--json',
        '--forward',
        'http://127.0.0.1:9/other',
      ]);
      await listening.end('SIGINT');
      expect(await commandLineJson<Endpoint[]>(dataDir, 'endpoints', 'list')).toMatchObject([
        { forwardTo: destination.id },
      ]);
    });
  });

  test('after kill -9 the next server sends nothing on, not even what waited to be sent', async () => {
    await withDataDir(async (dataDir) => {
      const recorder = await startRawRecorder({ answer: () => null });
      const listening = await startServerProcess(dataDir, ['listen', '--json', '--forward', recorder.url]);
      for (let at = 1; at <= 6; at++) await fetch(listening.captureUrl, { method: 'POST', body: `${at}` });
      for (let written = 0; written < 6; ) {
        const { attempt } = JSON.parse(await listening.nextLine()) as { attempt?: Attempt };
        if (attempt?.outcome.kind === 'pending') written++;
      }
      for (let at = 0; at < 4; at++) await recorder.next();
      await listening.end('SIGKILL');
      const next = await startServerProcess(dataDir);
      await fetch(next.captureUrl, { method: 'POST', body: 'after' });
      const attemptsOf = async (id: number) =>
        (await (await api(next, `/deliveries/${id}/attempts`)).json()) as readonly Attempt[];
      await expect.poll(async () => (await api(next, '/deliveries/7')).status).toBe(200);
      for (let id = 1; id <= 6; id++)
        expect(await attemptsOf(id)).toMatchObject([
          { destinationId: null, outcome: { kind: 'failed', code: 'interrupted' } },
        ]);
      expect(await attemptsOf(7)).toEqual([]);
      expect(await next.end('SIGTERM')).toBe(0);
      expect(recorder.requests.length).toBe(4);
      await recorder.close();
    });
  });

  test('a host that is not allowed ends it with exit code 1', async () => {
    await withDataDir(async (dataDir) => {
      const words = ['listen', '--forward', 'http://198.51.100.7/', '--port', '0', '--ui-port', '0', '--no-open'];
      const told = await hookglass(dataDir, ...words);
      expect(told).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^hookglass: Sending to this host is not allowed yet\.[^\n]*\n$/),
      });
    });
  });
});
