import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startApp } from '../server/app.ts';
import { COMMANDS } from '../server/cli/commands.ts';
import type { DeliverySummary } from '../server/contract/delivery.ts';
import type { Destination } from '../server/contract/replay.ts';
import { rendererDir } from '../server/renderer-dir.ts';
import { withApp } from './support/app.ts';
import { commandLine, commandLineJson, commandLineOn } from './support/command-line.ts';
import type { Finished } from './support/hookglass-process.ts';
import { withDataDir } from './support/hookglass-process.ts';
import { startRawRecorder } from './support/raw-recorder.ts';

/** One error, told once: a line for people, and with --json one JSON value for machines. */
function expectProblem(told: Finished, code: number, words: readonly string[]): void {
  const about = words.join(' ');
  expect([about, told.code, told.stderr]).toEqual([about, code, expect.stringMatching(/^hookglass: [^\n]+\n$/)]);
  if (words.includes('--json'))
    expect(JSON.parse(told.stdout.toString())).toEqual({
      problem: expect.objectContaining({ code: expect.any(String), sentence: expect.any(String) }),
    });
  else expect(told.stdout.toString()).toBe('');
}

describe('exit codes', () => {
  test('2 for a flag that no command has, for every command, told once', async () => {
    await withDataDir(async (dataDir) => {
      for (const { name } of COMMANDS)
        for (const more of [[], ['--json']]) {
          const words = [...name.split(' '), '--no-such-flag', ...more];
          expectProblem(await commandLine(dataDir, ...words), 2, words);
        }
    });
  });

  test('2 for one word too many, where a command counts them', async () => {
    await withDataDir(async (dataDir) => {
      for (const { name, mostWords } of COMMANDS) {
        if (mostWords === undefined) continue;
        const words = [...name.split(' '), ...Array.from({ length: mostWords + 1 }, () => '1'), '--json'];
        expectProblem(await commandLine(dataDir, ...words), 2, words);
      }
    });
  });

  test('1 for what is not there or may not be, 2 for what is not understood', async () => {
    await withApp(async ({ dataDir, captureUrl }) => {
      await fetch(captureUrl, { method: 'POST', body: 'x' });
      const secret = join(dataDir, 'secret');
      writeFileSync(secret, 's');
      const cases: readonly (readonly [number, ...string[]])[] = [
        [1, 'deliveries', 'show', '99'],
        [1, 'deliveries', 'body', '99'],
        [1, 'export', '99'],
        [1, 'verify', '99'],
        [1, 'replay', '99', '--to', '1'],
        [1, 'replay', '1', '--to', 'http://198.51.100.7/'],
        [1, 'endpoints', 'rotate', 'nobody'],
        [1, 'endpoints', 'delete', 'nobody', '--yes'],
        [1, 'endpoints', 'secrets', 'nobody'],
        [1, 'endpoints', 'add-secret', 'nobody', '--secret-file', secret],
        [1, 'endpoints', 'delete-secret', 'Inbox', '9', '--yes'],
        [1, 'export', '1', '--out', join(dataDir, 'none', 'x')],
        [1, 'verify', '--confirm', '1'],
        [2, 'deliveries', 'show', 'x'],
        [2, 'deliveries', 'list', '--limit', '1.5'],
        [2, 'export', '1', '--format', 'docx'],
        [2, 'export', '1', '--url', 'nowhere'],
        [2, 'listen', '--forward', 'nowhere'],
        [2, 'listen', '--forward', 'ftp://127.0.0.1/'],
        [2, 'listen', '--forward', 'http://user:pass@127.0.0.1/'],
        [2, 'listen', '--forward', '70000'],
        [2, 'replay', '1', '--to', 'nowhere'],
        [2, 'replay', '1', '--to', 'localhost:70000'],
        [2, 'tunnel', 'open', '--adapter', 'carrier-pigeon'],
        [2, 'serve', '--tunnel', 'carrier-pigeon'],
        [2, 'verify', '--vectors', join(dataDir, 'none')],
        [2, 'nonsense'],
        [2, 'deliveries', '--odd'],
        [2, '--odd'],
      ];
      for (const [code, ...words] of cases)
        for (const more of [[], ['--json']]) {
          const given = [...words, ...more];
          expectProblem(await commandLine(dataDir, ...given), code, given);
        }
    });
  });

  test('what nobody foresaw is one sentence, and its place is told on request', async () => {
    await withDataDir(async (dataDir) => {
      const command = COMMANDS.find(({ name }) => name === 'verify');
      if (command === undefined) throw new Error('There is no verify.');
      const { run } = command;
      command.run = () => Promise.reject(new Error('a \u001b[31mbreak\nin two'));
      try {
        const told = await commandLine(dataDir, 'verify', '1', '--json');
        expectProblem(told, 1, ['verify', '--json']);
        expect(told.stderr).toContain('Something unexpected went wrong: a \\u{1b}[31mbreak\\u{a}in two');
        expect(JSON.parse(told.stdout.toString())).toMatchObject({ problem: { code: 'unexpected' } });
      } finally {
        command.run = run;
      }
    });
  });

  test('a signal ends a command with its own code, and a lasting one cleanly', async () => {
    await withDataDir(async (dataDir) => {
      const silent = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => silent.once('listening', resolve));
      const { port } = silent.address() as { port: number };
      const origin = `http://127.0.0.1:${port}`;
      const file = { pid: process.pid, captureUrl: origin, uiUrl: `${origin}/`, apiUrl: `${origin}/api`, token: 't' };
      writeFileSync(join(dataDir, 'server.json'), JSON.stringify(file));
      for (const [signal, code] of [
        ['SIGINT', 130],
        ['SIGTERM', 143],
        ['stdout', 0],
      ] as const) {
        const stop = new AbortController();
        const run = commandLineOn({ signal: stop.signal }, 'deliveries', 'list', '--data', dataDir);
        const socket = await new Promise<{ destroy(): void }>((resolve) => silent.once('connection', resolve));
        stop.abort(signal);
        expect((await run).code).toBe(code);
        socket.destroy();
      }
      silent.close();
    });
  });
});

describe('a server.json that a dead server left', () => {
  test.each(['nobody', 'another program', 'another Hookglass'])(
    'reading goes to the folder when %s has its port',
    async (who) => {
      await withApp(async (other) => {
        await withDataDir(async (dataDir) => {
          const html = createServer((socket) => {
            socket.once('data', () => socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno'));
          }).listen(0, '127.0.0.1');
          await new Promise((resolve) => html.once('listening', resolve));
          const { port } = html.address() as { port: number };
          if (who === 'nobody') html.close();
          const origin = who === 'another Hookglass' ? other.origin : `http://127.0.0.1:${port}`;
          const entry = {
            pid: process.pid,
            captureUrl: origin,
            uiUrl: `${origin}/`,
            apiUrl: `${origin}/api`,
            token: 'old',
          };
          const config = { dataDir, capturePort: 0, controlPort: 0, keyBase64: null };
          await (await startApp(config, { rendererDir })).close();
          writeFileSync(join(dataDir, 'server.json'), JSON.stringify(entry));
          expect(await commandLineJson<DeliverySummary[]>(dataDir, 'deliveries', 'list')).toEqual([]);
          const made = await commandLine(dataDir, 'endpoints', 'create', 'x');
          expect(made).toMatchObject({ code: 1, stderr: expect.stringContaining('No Hookglass is running') });
          html.close();
        });
      });
    },
  );
});

describe('destinations as people write them', () => {
  test('a port, a host and a port, and a complete URL are the same place', async () => {
    await withApp(async ({ dataDir, captureUrl, call }) => {
      await fetch(captureUrl, { method: 'POST', body: 'x' });
      const recorder = await startRawRecorder();
      const { port } = new URL(recorder.url);
      for (const to of [
        port,
        `:${port}`,
        `${port}/a`,
        `:${port}/a?b=1`,
        `localhost:${port}/a`,
        `127.0.0.1:${port}`,
        `http://127.0.0.1:${port}`,
      ]) {
        const told = await commandLine(dataDir, 'replay', '1', '--to', to);
        expect([to, told.code, told.stderr]).toEqual([to, 0, '']);
        const path = /[/?].*$/.exec(to.replace('http://', ''))?.[0] ?? '/';
        expect((await recorder.next()).bytes.toString('latin1').split(' ')[1]).toBe(path);
      }
      await recorder.close();
      const made: Destination = await call('createDestination', { body: { url: ':3000/hooks' } });
      expect(made.url).toBe('http://127.0.0.1:3000/hooks');
      const changed = await call('changeDestination', { params: { id: made.id }, body: { url: 'localhost:8080' } });
      expect(changed.url).toBe('http://localhost:8080');
    });
  });
});

test('deliveries list keeps the path apart from the event', async () => {
  await withApp(async ({ dataDir, captureUrl }) => {
    await fetch(`${captureUrl}/orders?a=1`, { method: 'POST', body: 'x' });
    const { stdout } = await commandLine(dataDir, 'deliveries', 'list');
    expect(stdout.toString()).toMatch(/PROVIDER +EVENT +PATH +VERDICT.*\n.* unknown +- +\/orders\?a=1 +unchecked/);
  });
});
