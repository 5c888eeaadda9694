import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../server/cli/commands.ts';
import type { Endpoint } from '../server/contract/endpoint.ts';
import { withApp } from './support/app.ts';
import { commandLine, commandLineJson } from './support/command-line.ts';
import { hookglass, hookglassJson, withDataDir } from './support/hookglass-process.ts';

describe('help', () => {
  test('the overview names every command', async () => {
    await withDataDir(async (dataDir) => {
      const { code, stdout } = await hookglass(dataDir, '--help');
      expect(code).toBe(0);
      for (const { name, summary } of COMMANDS)
        expect(stdout.toString()).toMatch(new RegExp(`^  ${name} +${summary.replace(/[.*+?()]/g, '\\$&')}$`, 'm'));
    });
  });

  test.each(COMMANDS.map(({ name }) => name))(
    '%s --help shows its usage, every option and an example',
    async (name) => {
      await withDataDir(async (dataDir) => {
        const command = COMMANDS.find((candidate) => candidate.name === name);
        const { code, stdout, stderr } = await commandLine(dataDir, ...name.split(' '), '--help');
        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        const text = stdout.toString();
        expect(text).toContain(`Usage: hookglass ${name}`);
        for (const option of [...Object.keys(command?.options ?? {}), 'json', 'data'])
          expect(text).toContain(`  --${option}`);
        expect(text.split('Examples:\n')[1]).toMatch(new RegExp(`^  hookglass ${name}`));
      });
    },
  );
});

describe('wrong use', () => {
  test.each<readonly [string, string | null]>([
    ['delivries list', 'deliveries list'],
    ['deliveries lsit', 'deliveries list'],
    ['deliverys', 'deliveries'],
    ['tunnel opn', 'tunnel open'],
    ['Serve', 'serve'],
    ['verfy 12', 'verify'],
    ['serve --prot 8080', '--port'],
    ['deliveries list --jsn', '--json'],
    ['endpoints create CMS --provider contentful2', 'contentful'],
    ['endpoints create Billing --provider strpe', 'stripe'],
    ['nonsense', null],
    ['deliveries nonsense', null],
    ['serve --nonsense', null],
    ['endpoints create X --provider nobody', null],
    ['x'.repeat(5_000), null],
  ])('%s: a slip is answered with what was meant', async (line, meant) => {
    await withApp(async ({ dataDir }) => {
      const { code, stderr } = await commandLine(dataDir, ...line.split(' '));
      expect(code).not.toBe(0);
      const said = /did you mean (.+?)\?/.exec(stderr)?.[1] ?? null;
      expect([line.slice(0, 60), said]).toEqual([line.slice(0, 60), meant]);
    });
  });

  test('the first word of several commands with a flag behind it is asked what to do', async () => {
    await withApp(async ({ dataDir }) => {
      const { code, stderr } = await commandLine(dataDir, 'endpoints', '--json');
      expect(code).toBe(2);
      expect(stderr).toContain('say what to do with endpoints: list, create, rotate, delete');
    });
  });

  test.each<readonly [string, ...string[]]>([
    ['nonsense'],
    ['deliveries', 'nonsense'],
    ['deliveries', 'list', '--nonsense'],
    ['deliveries', 'list', '--limit', '0'],
    ['deliveries', 'show'],
    ['deliveries', 'show', 'abc'],
    ['deliveries', 'delete'],
    ['serve', '--port', '70000'],
    ['serve', '--port', 'x'],
    ['serve', 'extra'],
    ['listen'],
    ['replay', '1'],
    ['replay', '--to', 'http://127.0.0.1:1'],
    ['replay', '1', '--to', 'http://127.0.0.1:1', '--headers', 'odd'],
    ['export', '1', '--format', 'docx'],
    ['endpoints', 'create'],
  ])('%s %s %s %s %s exits with 2 and one line', async (...words) => {
    await withDataDir(async (dataDir) => {
      const told = await commandLine(dataDir, ...words);
      expect(told).toMatchObject({ code: 2, stderr: expect.stringMatching(/^hookglass: [^\n]+\n$/) });
      expect(told.stdout.length).toBe(0);
    });
  });

  test('with --json the Problem of a process is on stdout too', async () => {
    await withDataDir(async (dataDir) => {
      const { code, stdout, stderr } = await hookglass(dataDir, 'deliveries', 'list', '--limit', 'many', '--json');
      expect(code).toBe(2);
      expect(JSON.parse(stdout.toString())).toMatchObject({ problem: { code: 'wrong-use' } });
      expect(stderr).toMatch(/^hookglass: [^\n]+\n$/);
    });
  });
});

describe('hookglass endpoints and open', () => {
  test('create, list, rotate and delete', async () => {
    await withApp(async ({ dataDir, captureUrl }) => {
      const endpoints = () => commandLineJson<Endpoint[]>(dataDir, 'endpoints', 'list');
      const made = await hookglassJson<Endpoint>(
        dataDir,
        'endpoints',
        'create',
        'My',
        'Orders',
        '--provider',
        'contentful',
      );
      expect(made).toMatchObject({ name: 'My Orders', provider: 'contentful', paused: false, deliveries: 0 });
      expect((await fetch(made.url, { method: 'POST', body: 'x' })).status).toBe(200);
      expect(await hookglassJson(dataDir, 'endpoints', 'list')).toMatchObject([
        { name: 'Inbox', url: captureUrl, deliveries: 0 },
        { name: 'My Orders', deliveries: 1 },
      ]);
      const rotated = await hookglassJson<Endpoint>(dataDir, 'endpoints', 'rotate', 'my orders');
      expect(rotated.id).toBe(made.id);
      expect((await fetch(made.url, { method: 'POST', body: 'x' })).status).toBe(404);
      expect((await fetch(rotated.url, { method: 'POST', body: 'x' })).status).toBe(200);
      await expect.poll(async () => (await endpoints())[1]?.deliveries).toBe(2);
      const unsure = await commandLine(dataDir, 'endpoints', 'delete', 'My Orders');
      expect(unsure).toMatchObject({ code: 2, stderr: expect.stringContaining('2 deliveries') });
      expect(await hookglassJson(dataDir, 'endpoints', 'delete', String(made.id), '--yes')).toEqual({ id: made.id });
      expect((await endpoints()).map(({ name }) => name)).toEqual(['Inbox']);
      expect((await fetch(rotated.url, { method: 'POST', body: 'x' })).status).toBe(404);
      const last = await commandLine(dataDir, 'endpoints', 'delete', 'Inbox', '--yes');
      expect(last).toMatchObject({ code: 1, stderr: expect.stringContaining('last endpoint') });
      const unknown = await commandLine(dataDir, 'endpoints', 'rotate', 'Nobody');
      expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('endpoints list') });
      const odd = await commandLine(dataDir, 'endpoints', 'create', 'X', '--provider', 'no-such-thing');
      expect(odd.code).toBe(1);
    });
  });

  test('open --no-open prints a link whose code works once', async () => {
    await withApp(async ({ dataDir, app }) => {
      const { code, stdout } = await hookglass(dataDir, 'open', '--no-open');
      expect(code).toBe(0);
      const link = new URL(stdout.toString().trim());
      const trade = () =>
        fetch(`${app.server.apiUrl}/session`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', origin: link.origin },
          body: JSON.stringify({ code: link.hash.slice('#code='.length) }),
        });
      const first = await trade();
      expect(first.status).toBe(200);
      const { token } = (await first.json()) as { token: string };
      expect(
        (await fetch(`${app.server.apiUrl}/status`, { headers: { authorization: `Bearer ${token}` } })).status,
      ).toBe(200);
      expect((await trade()).status).toBe(401);
    });
  });
});
