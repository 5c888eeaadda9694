import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startApp } from '../server/app.ts';
import { rendererDir } from '../server/renderer-dir.ts';
import { readServerFile } from '../server/server-file.ts';
import { withApp } from './support/app.ts';
import { commandLine } from './support/command-line.ts';
import { hookglass } from './support/hookglass-process.ts';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'hookglass-folder-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const start = (dataDir: string) =>
  startApp({ dataDir, capturePort: 0, controlPort: 0, keyBase64: null }, { rendererDir });
const startAndStop = async (dataDir: string): Promise<void> => (await start(dataDir)).close();
const modeOf = (path: string): number => statSync(path).mode & 0o777;
const OWN_FILES = ['hookglass.db', 'index.db', 'lock.db', 'secrets.key', 'server.json'];

describe('a folder that is no data folder', () => {
  const nothing = (): void => undefined;
  const file = (path: string): void => writeFileSync(path, 'x');
  const BAD: readonly (readonly [what: string, make: (path: string) => void, named: (path: string) => string])[] = [
    ['a file', file, (path) => path],
    ['below a file', file, (path) => join(path, 'folder')],
    ['a FIFO', (path) => void execFileSync('mkfifo', [path]), (path) => path],
    ['a link in a circle', (path) => symlinkSync(path, path), (path) => path],
    ['a link to nothing', (path) => symlinkSync(join(base, 'nothing', 'there'), path), (path) => path],
    ['a name that is too long', nothing, (path) => path + 'x'.repeat(300)],
    ['a device', nothing, () => '/dev/null'],
    ['below a device', nothing, () => '/dev/null/folder'],
  ];
  test.each(BAD)('%s: one sentence, by a start and by a reading command', async (_, make, named) => {
    make(join(base, 'given'));
    const path = named(join(base, 'given'));
    const before = readdirSync(base);
    await expect(start(path)).rejects.toMatchObject({ name: 'Problem', code: 'bad-data-folder' });
    const { code, stderr } = await commandLine(path, 'deliveries', 'list');
    expect([code, stderr.trim().split('\n').length]).toEqual([1, 1]);
    expect(stderr).toMatch(/^hookglass: (The data folder cannot be used|There is no Hookglass data in this folder)/);
    expect(readdirSync(base)).toEqual(before);
  });

  test('serve on it ends with 1 and a sentence, and does not say that it goes on', async () => {
    const { code, stderr, stdout } = await hookglass('/dev/null', 'serve', '--json', '--no-open', '--port', '0');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^hookglass: The data folder cannot be used/);
    expect(stderr).not.toContain('goes on');
    expect(JSON.parse(stdout.toString())).toMatchObject({ problem: { code: 'bad-data-folder' } });
  });

  test.each(OWN_FILES)('with a folder in the place of %s', async (name) => {
    mkdirSync(join(base, name));
    writeFileSync(join(base, name, 'kept'), 'kept');
    await expect(start(base)).rejects.toMatchObject({ code: 'bad-data-folder' });
    expect(readFileSync(join(base, name, 'kept'), 'utf8')).toBe('kept');
  });

  test.each(OWN_FILES)('with a link in the place of %s, whose target stays as it is', async (name) => {
    const target = join(base, 'target');
    writeFileSync(target, 'precious', { mode: 0o644 });
    const dataDir = join(base, 'hooks');
    mkdirSync(dataDir);
    symlinkSync(target, join(dataDir, name));
    await expect(start(dataDir)).rejects.toMatchObject({ code: 'bad-data-folder' });
    expect(readFileSync(target, 'utf8')).toBe('precious');
    expect(modeOf(target)).toBe(0o644);
    expect(readlinkSync(join(dataDir, name))).toBe(target);
  });

  test('server.json is replaced, so that a file of another name with the same bytes keeps its own', async () => {
    const target = join(base, 'target');
    writeFileSync(target, 'precious');
    const dataDir = join(base, 'hooks');
    mkdirSync(dataDir);
    linkSync(target, join(dataDir, 'server.json'));
    await startAndStop(dataDir);
    expect(readFileSync(target, 'utf8')).toBe('precious');
  });
});

describe('a folder of somebody else', () => {
  test.each([0o755, 0o777])('with mode %o is refused by a start and keeps its mode and content', async (mode) => {
    writeFileSync(join(base, 'index.html'), 'hello');
    chmodSync(base, mode);
    await expect(start(base)).rejects.toMatchObject({ code: 'foreign-folder' });
    expect([modeOf(base), readdirSync(base)]).toEqual([mode, ['index.html']]);
  });

  test('is not made, changed or filled by commands that read', async () => {
    chmodSync(base, 0o755);
    const absent = join(base, 'absent');
    for (const words of [
      ['deliveries', 'list'],
      ['endpoints', 'list'],
      ['deliveries', 'show', '1'],
      ['verify', '1'],
    ])
      for (const dataDir of [base, absent]) {
        const { code, stderr } = await commandLine(dataDir, ...words);
        expect([code, stderr]).toEqual([1, expect.stringContaining('There is no Hookglass data in this folder.')]);
      }
    expect([modeOf(base), readdirSync(base), existsSync(absent)]).toEqual([0o755, [], false]);
  });

  test('that is empty is used and keeps its mode; one that Hookglass makes is for its owner alone', async () => {
    const empty = join(base, 'empty');
    mkdirSync(empty);
    writeFileSync(join(empty, '.gitignore'), '*');
    chmodSync(empty, 0o755);
    await startAndStop(empty);
    expect(modeOf(empty)).toBe(0o755);
    for (const name of readdirSync(empty).filter((name) => !name.startsWith('.')))
      expect(modeOf(join(empty, name)), name).toBe(0o600);
    const made = join(base, 'made', 'below');
    await startAndStop(made);
    expect(modeOf(made)).toBe(0o700);
    chmodSync(made, 0o755);
    await startAndStop(made);
    expect(modeOf(made)).toBe(0o700);
  });
});

describe('the key file', () => {
  test.each([0, 1, 20])('cut to %i bytes is made anew where nothing is sealed yet', async (size) => {
    await withApp(async (app) => {
      const file = join(app.dataDir, 'secrets.key');
      await app.restart({ between: () => truncateSync(file, size) });
      expect(Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')).toHaveLength(32);
      expect(lstatSync(file).mode & 0o777).toBe(0o600);
    });
  });

  test.each(['a secret', 'a password'])('that is damaged is told of by itself where it seals %s', async (what) => {
    await withApp(async (app) => {
      const file = join(app.dataDir, 'secrets.key');
      if (what === 'a secret') await app.call('addSecret', { params: { id: 1 }, body: { name: 'a', value: 'b' } });
      else {
        const limits = { basicAuth: { user: 'u', password: 'p' } };
        await app.call('changeEndpoint', { params: { id: 1 }, body: { limits } });
      }
      const whole = readFileSync(file);
      await app
        .restart({
          between() {
            truncateSync(file, 10);
            expect(() => execFileSync('test', ['-s', file])).not.toThrow();
          },
        })
        .then(
          () => expect.unreachable(),
          (error: unknown) => expect(error).toMatchObject({ code: 'key-broken' }),
        );
      expect(readFileSync(file)).toHaveLength(10);
      writeFileSync(file, whole);
      await app.restart();
    });
  });
});

describe.skipIf(process.platform === 'win32')('a server.json that no server of ours wrote', () => {
  const entry = JSON.stringify({
    pid: process.pid,
    captureUrl: 'http://127.0.0.1:1/e/x',
    uiUrl: 'http://127.0.0.1:2/',
    apiUrl: 'http://127.0.0.1:2/api',
    token: 'x',
  });

  test('is believed only where its owner is the user, or root', () => {
    const file = join(base, 'server.json');
    writeFileSync(file, entry);
    const own = process.geteuid?.() ?? 0;
    expect(readServerFile(base, own)?.token).toBe('x');
    expect(readServerFile(base, own + 1)).toEqual(own === 0 ? expect.anything() : null);
    if (own === 0) chownSync(file, 4_242, 4_242);
    expect(readServerFile(base, own === 0 ? 4_243 : own + 1)).toBe(null);
  });

  test.each<[string, (file: string) => void]>([
    ['a link', (file) => symlinkSync(writeAside(entry), file)],
    ['a folder', (file) => mkdirSync(file)],
    ['a device', (file) => symlinkSync('/dev/zero', file)],
    ['a FIFO', (file) => execFileSync('mkfifo', [file])],
  ])('is not read, and not waited for: %s', async (_name, make) => {
    const dataDir = join(base, 'data');
    mkdirSync(dataDir);
    make(join(dataDir, 'server.json'));
    expect(readServerFile(dataDir)).toBe(null);
    const { code, stderr } = await hookglass(dataDir, 'deliveries', 'list');
    expect([code, stderr.trim().split('\n').length]).toEqual([1, 1]);
  });

  const writeAside = (text: string): string => {
    const file = join(base, 'aside.json');
    writeFileSync(file, text);
    return file;
  };
});

describe('a server.json that its server left behind', () => {
  const leave = (dataDir: string, apiUrl: string): void =>
    writeFileSync(
      join(dataDir, 'server.json'),
      JSON.stringify({ pid: process.pid, captureUrl: '', uiUrl: '', apiUrl, token: 'x' }),
    );

  test.each([
    ['whose process id is another’s now', 'http://127.0.0.1:9/api'],
    ['that names another machine', 'http://192.0.2.1/api'],
    ['that names another scheme', 'https://127.0.0.1/api'],
  ])('%s: reading commands read the folder', async (_, apiUrl) => {
    const dataDir = join(base, 'made');
    await startAndStop(dataDir);
    leave(dataDir, apiUrl);
    expect(await commandLine(dataDir, 'deliveries', 'list')).toMatchObject({ code: 0 });
    const { code, stderr } = await commandLine(dataDir, 'deliveries', 'delete', '1', '--yes');
    expect([code, stderr.includes('No Hookglass is running') || code === 2]).toEqual([code, true]);
  });
});
