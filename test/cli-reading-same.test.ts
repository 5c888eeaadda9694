import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startApp } from '../server/app.ts';
import { COMMANDS } from '../server/cli/commands.ts';
import { rendererDir } from '../server/renderer-dir.ts';
import { withApp } from './support/app.ts';
import { commandLine } from './support/command-line.ts';
import { folderState } from './support/folder-state.ts';
import { expectAtRest, post, settle, sql } from './support/left-folder.ts';
import { fillVaried } from './support/varied-folder.ts';

/** Words after each command that only reads; `{id}` stands for each delivery. */
const READING: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'sessions list': [[]],
  'endpoints list': [[]],
  'endpoints secrets': [['stripe'], ['Inbox'], ['nobody'], ['99']],
  providers: [[], ['stripe'], ['nobody']],
  'deliveries list': [
    [],
    ['--limit', '3'],
    ...[
      'order',
      '1042',
      'verdict:invalid',
      'provider:stripe -is:pinned',
      'header:x-utf8',
      'is:sent',
      'note:forged',
      'verdict:wrong',
      'endpoint:stripe',
      'FORGED',
      'ab',
      'x'.repeat(4_001),
      `id:${'1'.repeat(20_000)}`,
    ].map((query) => ['--query', query]),
  ],
  'deliveries show': [['{id}'], ['999'], ['999999999999999']],
  'deliveries body': [['{id}'], ['{id}', '--damaged'], ['999']],
  verify: [['{id}'], ['1', '2', '3'], ['--all'], ['--endpoint', 'stripe'], ['--endpoint', 'nobody'], ['999']],
  export: [
    ['{id}'],
    ['{id}', '--format', 'raw'],
    ['{id}', '--url', 'http://127.0.0.1:3000/x'],
    ['1', '--url', `http://127.0.0.1/${'y'.repeat(7_000)}`],
    ['1', '--url', `http://127.0.0.1/${'y'.repeat(9_000)}`],
    ['999'],
  ],
  'tunnel status': [[]],
};
/** They change something, or run until they are stopped. */
const OTHERS = [
  ...['serve', 'listen', 'open', 'replay', 'sessions end', 'deliveries delete', 'tunnel open', 'tunnel close'],
  ...['create', 'rotate', 'delete', 'add-secret', 'delete-secret'].map((verb) => `endpoints ${verb}`),
];

test('every command is one or the other', () => {
  expect(COMMANDS.map(({ name }) => name).sort()).toEqual([...Object.keys(READING), ...OTHERS].sort());
});

type Printed = Readonly<Record<string, readonly [code: number | null, stdout: string, stderr: string]>>;

/** What each reading command prints, plain and as JSON, by its words; addresses of capture without their port. */
async function printedBy(
  dataDir: string,
  ids: readonly number[],
  {
    commands = Object.keys(READING),
    after = () => undefined,
  }: Partial<{ commands: readonly string[]; after(words: string): void }>,
): Promise<Printed> {
  const printed: Record<string, Printed[string]> = {};
  const run = async (words: readonly string[]): Promise<void> => {
    const name = words.join(' ').slice(0, 200);
    const { code, stdout, stderr } = await commandLine(dataDir, ...words);
    // A Host line that says what the URL says is left out of cURL.
    const plain = (text: string): string =>
      text
        .replaceAll(/127\.0\.0\.1:(?!3000)\d+/g, '127.0.0.1:PORT')
        .replaceAll(/ +-H 'host: 127\.0\.0\.1:PORT' \\\n/gi, '');
    printed[name] = [code, plain(stdout.toString('latin1')), plain(stderr)];
    after(name);
  };
  for (const command of commands)
    for (const words of READING[command] ?? [])
      for (const id of words.includes('{id}') ? ids : [0])
        for (const json of [[], ['--json']]) {
          // The address is within base64 there, and read in the plain form.
          if (json.length > 0 && command === 'export' && words.length === 1) continue;
          await run([...command.split(' '), ...words.map((word) => (word === '{id}' ? String(id) : word)), ...json]);
        }
  return printed;
}

/** What is printed otherwise: words, and both answers. */
const differences = (alone: Printed, served: Printed): readonly unknown[] =>
  Object.entries(alone).flatMap(([words, answer]) =>
    JSON.stringify(answer) === JSON.stringify(served[words]) ? [] : [[words, answer, served[words]]],
  );

const omit = (printed: Printed, words: readonly string[]): Printed =>
  Object.fromEntries(Object.entries(printed).filter(([name]) => !words.includes(name)));

describe('a command that reads', () => {
  test('prints the same with and without a server, byte for byte, and writes nothing', async () => {
    await withApp(async (app) => {
      const { ids, attempts } = await fillVaried(app);
      expect(attempts).toBe(2);
      expect(ids.length).toBeGreaterThan(18);
      // What reading itself keeps, such as a cause found in full, is kept first.
      await printedBy(app.dataDir, ids, { commands: ['verify', 'deliveries show'] });
      await settle(app);
      const served = await printedBy(app.dataDir, ids, {});
      await settle(app);
      await app.app.close();
      const before = folderState(app.dataDir);
      const changed: string[] = [];
      const after = (words: string): void => {
        if (JSON.stringify(folderState(app.dataDir)) !== JSON.stringify(before)) changed.push(words);
      };
      const alone = await printedBy(app.dataDir, ids, { after });
      expect(changed).toEqual([]);
      expect(Object.keys(alone)).toEqual(Object.keys(served));
      // The one difference that is true: without a server nothing takes deliveries.
      const tunnel = ['tunnel status', 'tunnel status --json'];
      const told = [...tunnel, 'endpoints list'];
      expect(differences(omit(alone, told), omit(served, told))).toEqual([]);
      expect(alone['endpoints list']?.slice(0, 2)).toEqual(served['endpoints list']?.slice(0, 2));
      expect(alone['endpoints list']?.[2]).toContain('nothing answers at these addresses');
      for (const words of tunnel) {
        expect(served[words]?.[1]).toContain('Programs on this computer can deliver.');
        expect(alone[words]?.[1]).toContain('No Hookglass is running on this data folder, so nothing can deliver.');
        expect(alone[words]?.[1]).not.toContain('Programs on this computer');
      }
      const codes = new Set(Object.values(alone).map(([code]) => code));
      expect([...codes].sort()).toEqual([0, 1, 2]);
    });
  });

  test('tells of damaged rows as a server does', async () => {
    await withApp(async (app) => {
      await post(app, 'first '.repeat(50), `${'second '.repeat(50)}MARK`, 'third', 'fourth');
      await app.app.close();
      const file = join(app.dataDir, 'hookglass.db');
      const bytes = readFileSync(file);
      bytes.write('M4RK', bytes.indexOf('MARK'), 'latin1');
      writeFileSync(file, bytes);
      sql(file, 'UPDATE delivery SET at = at + 1 WHERE id = 3');
      const copy = mkdtempSync(join(tmpdir(), 'hookglass-copy-'));
      cpSync(app.dataDir, copy, { recursive: true });
      try {
        const commands = ['deliveries show', 'deliveries body', 'export', 'verify', 'deliveries list'];
        const alone = await printedBy(app.dataDir, [1, 2, 3, 4], { commands });
        const server = await startApp(
          { dataDir: copy, capturePort: 0, controlPort: 0, keyBase64: null },
          { rendererDir },
        );
        const served = await printedBy(copy, [1, 2, 3, 4], { commands }).finally(server.close);
        expect(differences(alone, served)).toEqual([]);
        expect(alone['deliveries show 2']?.[1]).toMatch(/^note +damaged$/m);
        expect(alone['deliveries body 2']?.[0]).toBe(1);
        await expectAtRest(app.dataDir);
      } finally {
        rmSync(copy, { recursive: true, force: true });
      }
    });
  });
});
