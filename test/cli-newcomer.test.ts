import { afterEach, describe, expect, test } from 'vitest';
import { localTime } from '../server/cli/local-time.ts';
import { mistypedKey } from '../server/contract/search-grammar.ts';
import type { ProviderInfo } from '../server/contract/status.ts';
import { readMoment } from '../server/index/search-moment.ts';
import { providers } from '../server/providers/index.ts';
import { withApp } from './support/app.ts';
import { commandLine, commandLineJson } from './support/command-line.ts';
import { hookglassJson, withDataDir } from './support/hookglass-process.ts';

describe('a key of a search that is none', () => {
  test.each([
    ['providr:stripe', 'providr', 'provider'],
    ['order -Verdcit:invalid', 'Verdcit', 'verdict'],
    ['"two words" staus:200', 'staus', 'status'],
    ['evnet:"a b"', 'evnet', 'event'],
  ])('%s is told with the one that was meant', (query, written, meant) => {
    expect(mistypedKey(query)).toEqual({ written, meant });
  });

  test.each([
    'provider:stripe',
    'VERDICT:invalid',
    'http://127.0.0.1:3000/x',
    '"providr:stripe"',
    '-"providr:stripe"',
    'providr',
    'providr stripe:x',
    ':x',
    'in:x',
    '12:30',
    `${'x'.repeat(10_000)}:y`,
    '',
  ])('%s is left as it is', (query) => {
    expect(mistypedKey(query)).toBeNull();
  });

  test('is told beside the list, and before anything is deleted', async () => {
    await withApp(async (app) => {
      await fetch(app.captureUrl, { method: 'POST', body: 'one' });
      const hint = 'providr: is no search key, so it is looked for as text; did you mean provider:?\n';
      const list = (query: string) => commandLine(app.dataDir, 'deliveries', 'list', `--query=${query}`);
      expect((await list('providr:stripe')).stderr).toBe(`No delivery fits this search.\n${hint}`);
      expect((await list('-providr:stripe')).stderr).toBe(hint);
      expect((await list('provider:stripe')).stderr).toBe('No delivery fits this search.\n');
      const deleted = await commandLine(app.dataDir, 'deliveries', 'delete', '--query=-providr:stripe');
      expect([deleted.code, deleted.stderr.startsWith(hint)]).toEqual([2, true]);
      const json = await commandLine(app.dataDir, 'deliveries', 'list', '--query=providr:stripe', '--json');
      expect([json.stdout.toString(), json.stderr]).toEqual(['[]\n', '']);
    });
  });
});

test('endpoints list says where nothing answers, and only there', async () => {
  await withApp(async (app) => {
    expect((await commandLine(app.dataDir, 'endpoints', 'list')).stderr).toBe('');
    await app.app.close();
    const { code, stdout, stderr } = await commandLine(app.dataDir, 'endpoints', 'list');
    expect([code, stderr]).toEqual([0, expect.stringContaining('nothing answers at these addresses')]);
    expect(stdout.toString()).toContain(new URL(app.captureUrl).pathname);
  });
});

describe('hookglass providers', () => {
  test('lists every sender without a data folder, and makes none', async () => {
    await withDataDir(async (dataDir) => {
      const all = await hookglassJson<ProviderInfo[]>(`${dataDir}/none`, 'providers');
      expect(all.map(({ id }) => id)).toEqual(providers.map(({ id }) => id));
      const lines = (await commandLine(`${dataDir}/none`, 'providers')).stdout.toString().trimEnd().split('\n');
      expect(lines[0]).toMatch(/^ID +NAME +RULES +CHECKED BY +SECRET$/);
      expect(lines).toHaveLength(providers.length + 1);
      expect(lines.find((line) => line.startsWith('stripe '))).toMatch(/^stripe +Stripe +confirmed +signature +\S/);
      expect((await commandLine(`${dataDir}/none`, 'endpoints', 'list')).stderr).toContain('no Hookglass data');
    });
  });

  test('is what the API lists, with recipes, and can be narrowed by a part of id or name', async () => {
    await withApp(async (app) => {
      const recipe = { name: 'Ours', algorithm: 'sha256', header: 'X-S', encoding: 'hex', template: '{body}' } as const;
      await app.call('saveRecipe', { body: recipe });
      const all = await commandLineJson<ProviderInfo[]>(app.dataDir, 'providers');
      expect(all).toEqual(await app.call('listProviders', {}));
      expect(all.at(-1)?.id).toBe('recipe:Ours');
      const some = await commandLineJson<ProviderInfo[]>(app.dataDir, 'providers', 'GITHUB');
      expect(some).toEqual(all.filter(({ id }) => id.includes('github')));
      expect(some.length).toBeGreaterThan(0);
      const none = await commandLine(app.dataDir, 'providers', 'no-such-sender');
      expect([none.code, none.stderr]).toEqual([0, 'No provider has no-such-sender in its id or name.\n']);
    });
  });
});

describe('a time that a command prints', () => {
  const zone = process.env['TZ'];
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  test.each([
    ['UTC', '2026-11-21T14:02:07.123+00:00'],
    ['Europe/Berlin', '2026-11-21T15:02:07.123+01:00'],
    ['Asia/Kolkata', '2026-11-21T19:32:07.123+05:30'],
    ['America/St_Johns', '2026-11-21T10:32:07.123-03:30'],
    ['Pacific/Kiritimati', '2026-11-22T04:02:07.123+14:00'],
  ])('is local and names its offset, in %s, and a search takes it', (name, text) => {
    process.env['TZ'] = name;
    const atMs = Date.parse('2026-11-21T14:02:07.123Z');
    expect(localTime(atMs)).toBe(text);
    expect(readMoment(text, 0)).toBe(atMs);
  });
});
