import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { startApp } from '../server/app.ts';
import { COMMANDS } from '../server/cli/commands.ts';
import { createFolderReader } from '../server/read-folder.ts';
import { rendererDir } from '../server/renderer-dir.ts';
import { TRUTH_MIGRATIONS } from '../server/truth/migrations.ts';
import { type TestApp, withApp } from './support/app.ts';
import { commandLine } from './support/command-line.ts';
import { folderState } from './support/folder-state.ts';
import { type Finished, hookglass, startServerProcess, withDataDir } from './support/hookglass-process.ts';
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

const settle = async ({ app }: TestApp): Promise<void> => {
  await app.store.reader.call('describedUpTo', app.store.writer.lastId());
  await app.store.reader.call('settled', null);
};
const post = async (app: TestApp, ...bodies: readonly string[]): Promise<void> => {
  for (const body of bodies) expect((await fetch(app.captureUrl, { method: 'POST', body })).status).toBe(200);
  await settle(app);
};
/** The folder of a server that ended, after `bodies` were delivered. */
const withFolder = (bodies: readonly string[], use: (dataDir: string) => Promise<void>): Promise<void> =>
  withApp(async (app) => {
    await post(app, ...bodies);
    await app.app.close();
    await use(app.dataDir);
  });
const bodyOf = async (dataDir: string, id: number): Promise<string> =>
  (await commandLine(dataDir, 'deliveries', 'body', String(id))).stdout.toString();
const listed = async (dataDir: string): Promise<number[]> => {
  const { code, stdout, stderr } = await commandLine(dataDir, 'deliveries', 'list', '--json');
  expect([code, stderr]).toEqual([0, '']);
  return (JSON.parse(stdout.toString()) as { id: number }[]).map(({ id }) => id);
};
const sql = (file: string, ...statements: readonly string[]): void => {
  const db = new Database(file);
  for (const statement of statements) db.exec(statement);
  db.close();
};
/** Read once more, after which nothing may have changed. */
async function expectAtRest(dataDir: string): Promise<void> {
  const before = folderState(dataDir);
  await listed(dataDir);
  expect(folderState(dataDir)).toEqual(before);
}

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

const BEHIND: readonly (readonly [what: string, (dataDir: string) => void])[] = [
  [
    'lacks deliveries',
    (dataDir) =>
      sql(
        join(dataDir, 'index.db'),
        'DELETE FROM summary WHERE id > 1',
        'DELETE FROM text WHERE rowid > 1',
        "UPDATE progress SET value = 1 WHERE key IN ('described', 'indexed')",
      ),
  ],
  [
    'lacks their text',
    (dataDir) =>
      sql(
        join(dataDir, 'index.db'),
        "UPDATE progress SET value = 1 WHERE key = 'indexed'",
        'DELETE FROM text WHERE rowid > 1',
      ),
  ],
  [
    'is of another truth',
    (dataDir) =>
      sql(
        join(dataDir, 'index.db'),
        "UPDATE progress SET value = 7 WHERE key = 'epoch'",
        'DELETE FROM summary WHERE id = 2',
      ),
  ],
  [
    'is of an older version',
    (dataDir) => sql(join(dataDir, 'index.db'), 'DROP TABLE partly', 'PRAGMA user_version = 2'),
  ],
  [
    'judged by other secrets',
    (dataDir) => sql(join(dataDir, 'index.db'), "INSERT OR REPLACE INTO judged_by VALUES (1, 'stripe|7|')"),
  ],
  [
    'has verdicts to judge again',
    (dataDir) => sql(join(dataDir, 'index.db'), 'INSERT INTO judging VALUES (1, 99, 99, 0, 3)'),
  ],
  ['is gone', (dataDir) => rmSync(join(dataDir, 'index.db'))],
  ['is no database', (dataDir) => writeFileSync(join(dataDir, 'index.db'), 'not a database at all '.repeat(1_000))],
  [
    'has a damaged page',
    (dataDir) => {
      const bytes = readFileSync(join(dataDir, 'index.db'));
      bytes.fill(0xee, 8_192 + 16, 5 * 8_192);
      writeFileSync(join(dataDir, 'index.db'), bytes);
    },
  ],
  ['was left in WAL mode', (dataDir) => sql(join(dataDir, 'index.db'), 'PRAGMA journal_mode = WAL')],
];

describe('a folder that is not level', () => {
  test.each(BEHIND)('whose index %s: it is made up for once, and only read from then on', async (_, harm) => {
    await withFolder(['first order', 'second order', 'third'], async (dataDir) => {
      harm(dataDir);
      expect(await listed(dataDir)).toEqual([3, 2, 1]);
      expect(await bodyOf(dataDir, 3)).toBe('third');
      const search = ['deliveries', 'list', '--query', 'order', '--json'] as const;
      // The text may still be indexed while the first commands are answered; each goes on with it.
      await expect
        .poll(
          async () => {
            const before = JSON.stringify(folderState(dataDir));
            const { stdout } = await commandLine(dataDir, ...search);
            expect((JSON.parse(stdout.toString()) as { id: number }[]).map(({ id }) => id)).toEqual([2, 1]);
            return JSON.stringify(folderState(dataDir)) === before;
          },
          { timeout: 60_000 },
        )
        .toBe(true);
    });
  });

  test('of a server that was killed: all is there, and the next server still looks it through', async () => {
    await withDataDir(async (dataDir) => {
      const server = await startServerProcess(dataDir);
      for (const body of ['one', 'two', 'three']) await fetch(server.captureUrl, { method: 'POST', body });
      await server.end('SIGKILL');
      expect(Object.keys(folderState(dataDir))).toContain('hookglass.db-wal');
      expect(await listed(dataDir)).toEqual([3, 2, 1]);
      for (const [at, body] of ['one', 'two', 'three'].entries()) expect(await bodyOf(dataDir, at + 1)).toBe(body);
      await expect.poll(async () => expectAtRest(dataDir).then(() => true), { timeout: 60_000 }).toBe(true);
      expect(Object.keys(folderState(dataDir))).not.toContain('closed.json');
      const next = await startServerProcess(dataDir);
      await expect.poll(next.stderr, { timeout: 30_000 }).toContain('The data folder was checked: it is whole.');
      await next.end('SIGTERM');
    });
  });

  test.each([1, 3, 5])('of version %i: it is brought up to date under the lock', async (version) => {
    await withFolder(['now'], async (dataDir) => {
      rmSync(join(dataDir, 'index.db'));
      rmSync(join(dataDir, 'closed.json'));
      rmSync(join(dataDir, 'hookglass.db'));
      sql(
        join(dataDir, 'hookglass.db'),
        'PRAGMA journal_mode = WAL',
        ...TRUTH_MIGRATIONS.slice(0, version),
        `PRAGMA user_version = ${version}`,
        `INSERT INTO endpoint(id, slug, name, reply, created_at) VALUES (1, 'aaaaaaaaaaaaaaaaaaaaaaaaaa', 'Old', '{"status":200,"headers":[],"body":"","delayMs":0}', 1)`,
        `INSERT INTO delivery(id, endpoint_id, at, status, head, body) VALUES (1, 1, 1700000000000, 200, 'POST /e/aaaaaaaaaaaaaaaaaaaaaaaaaa 1.1', CAST('old' AS BLOB))`,
      );
      expect(await listed(dataDir)).toEqual([1]);
      expect(await bodyOf(dataDir, 1)).toBe('old');
      const db = new Database(join(dataDir, 'hookglass.db'), { readonly: true });
      expect(db.pragma('user_version', { simple: true })).toBe(TRUTH_MIGRATIONS.length);
      db.close();
      await expectAtRest(dataDir);
    });
  });

  test('is not forwarded, pruned or answered by who only reads', async () => {
    let received = 0;
    const destination = createServer((_, response) => {
      received++;
      response.end();
    }).listen(0, '127.0.0.1');
    await withApp(async (app) => {
      await post(app, 'first');
      const url = `http://127.0.0.1:${(destination.address() as AddressInfo).port}/`;
      const { id } = await app.call('createDestination', { body: { url } });
      await app.call('changeEndpoint', { params: { id: 1 }, body: { forwardTo: id } });
      await app.app.close();
      sql(
        join(app.dataDir, 'hookglass.db'),
        'INSERT INTO delivery(id, endpoint_id, at, status, head, body) SELECT 2, endpoint_id, at, status, head, body FROM delivery WHERE id = 1',
      );
      expect(await listed(app.dataDir)).toEqual([2, 1]);
      expect(received).toBe(0);
      await app.restart();
      await expect.poll(() => received, { timeout: 30_000 }).toBe(1);
    });
    destination.close();
  });
});

describe('who else wants the folder', () => {
  test('several readers have it at once; a server waits for their end, and refuses while they stay', async () => {
    await withFolder(['one', 'two'], async (dataDir) => {
      const reader = createFolderReader(dataDir);
      await reader.answer('listDeliveries', {});
      const before = folderState(dataDir);
      const both = await Promise.all([
        hookglass(dataDir, 'deliveries', 'list', '--json'),
        hookglass(dataDir, 'deliveries', 'body', '2'),
        commandLine(dataDir, 'endpoints', 'list', '--json'),
      ]);
      expect(both.map(({ code, stderr }: Finished) => [code, stderr])).toEqual([
        [0, ''],
        [0, ''],
        [0, ''],
      ]);
      expect(folderState(dataDir)).toEqual(before);
      const config = { dataDir, capturePort: 0, controlPort: 0, keyBase64: null };
      await expect(startApp(config, { rendererDir })).rejects.toMatchObject({ code: 'data-in-use' });
      await reader.close();
      await (await startApp(config, { rendererDir })).close();
    });
  });

  test('a server whose server.json is gone has it still', async () => {
    await withApp(async (app) => {
      await post(app, 'one');
      rmSync(join(app.dataDir, 'server.json'));
      const { code, stderr } = await commandLine(app.dataDir, 'deliveries', 'list');
      expect([code, stderr]).toEqual([1, expect.stringContaining('Another Hookglass')]);
    });
  });
});

describe('what is loaded', () => {
  const ENTRY = new URL('../server/cli/main.ts', import.meta.url).href;
  const TELL = `data:text/javascript,${encodeURIComponent(`
    import { registerHooks } from 'node:module';
    const seen = [];
    registerHooks({ load(url, context, next) { seen.push(url); return next(url, context); } });
    process.on('exit', () => process.stderr.write('LOADED ' + JSON.stringify(seen)));
  `)}`;
  const loadedBy = async (words: readonly string[]): Promise<string[]> => {
    const run = `import(${JSON.stringify(ENTRY)}).then(({ main }) => main(${JSON.stringify(words)})).then((code) => { process.exitCode = code; })`;
    const child = spawn(process.execPath, ['--import', TELL, '--eval', run], { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const [code] = (await once(child, 'close')) as [number];
    expect([words, code, stderr.split('LOADED ')[0]]).toEqual([words, 0, expect.any(String)]);
    return JSON.parse(stderr.split('LOADED ')[1] ?? '[]') as string[];
  };
  const root = pathToFileURL(`${process.cwd()}/`).href;

  test('by a command that reads a folder: neither Fastify nor typebox, nor any part of a server', async () => {
    await withApp(async (app) => {
      const body = '{"id":"evt_1"}';
      await post(app, body);
      const { id } = await app.call('createEndpoint', { body: { name: 'GitHub', provider: 'github' } });
      await app.call('addSecret', { params: { id }, body: { name: 'one', value: 'of github', extra: {} } });
      await settle(app);
      await app.app.close();
      const FORBIDDEN =
        /node_modules\/(?:fastify|typebox|localtunnel)\/|server\/(?:app|main|store\/store|store\/writer|store\/index\/(?:reader|indexer)|api\/control|api\/assets|inbox\/listener|replay\/replayer|feed\/announcer|contract\/routes(?:\/\w+)?)\.ts$/;
      const WITHOUT_RULES = /server\/(?:providers\/(?:index|senders)|doctor\/diagnose)\.ts$/;
      for (const words of [
        ['deliveries', 'list'],
        ['deliveries', 'list', '--query', 'evt'],
        ['deliveries', 'show', '1'],
        ['deliveries', 'body', '1'],
        ['export', '1'],
        ['endpoints', 'list'],
        ['endpoints', 'secrets', 'GitHub'],
        ['sessions', 'list'],
      ]) {
        const loaded = await loadedBy([...words, '--data', app.dataDir]);
        expect(loaded).toContain(`${root}server/read-folder.ts`);
        expect([words, loaded.filter((url) => FORBIDDEN.test(url) || WITHOUT_RULES.test(url))]).toEqual([words, []]);
      }
    });
  });

  test('by a check of a signature: the rules and the doctor, and nothing of a server', async () => {
    await withApp(async (app) => {
      const { url } = await app.call('createEndpoint', { body: { name: 'Token', provider: 'gitlab' } });
      const { id } = await app.call('listEndpoints', {}).then((all) => all.find((one) => one.url === url)!);
      await app.call('addSecret', { params: { id }, body: { name: 'one', value: 'tok', extra: {} } });
      await fetch(url, {
        method: 'POST',
        headers: { 'x-gitlab-token': 'tok', 'x-gitlab-event': 'Push Hook' },
        body: '{}',
      });
      await settle(app);
      await app.app.close();
      const loaded = await loadedBy(['verify', '1', '--data', app.dataDir]);
      expect(loaded).toContain(`${root}server/doctor/diagnose.ts`);
      expect(
        loaded.filter((one) => /node_modules\/(?:fastify|typebox)\/|server\/(?:app|store\/store)\.ts$/.test(one)),
      ).toEqual([]);
    });
  });
});
