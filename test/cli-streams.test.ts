import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { withApp } from './support/app.ts';
import { commandLine } from './support/command-line.ts';
import { withDataDir } from './support/hookglass-process.ts';

const COMMAND = fileURLToPath(new URL('../bin/hookglass.mjs', import.meta.url));

/** Run a line of bash in which `hookglass` is the command on this data folder; code, stdout and stderr of the whole. */
async function bash(dataDir: string, line: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const prelude = `set -o pipefail; hookglass() { "${process.execPath}" "${COMMAND}" "$@"; }`;
  const child = spawn('bash', ['-c', `${prelude}; ${line}`], {
    env: { ...process.env, HOOKGLASS_DATA: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

const hasFullDisk = process.platform === 'linux';

describe('an answer that cannot be written', () => {
  test.skipIf(!hasFullDisk)('exits with 1 and one sentence, whatever the command', async () => {
    await withApp(async ({ captureUrl, dataDir }) => {
      await fetch(captureUrl, { method: 'POST', body: 'x'.repeat(100_000) });
      const lines = [
        '--help',
        '--version',
        'export --help',
        'deliveries list',
        'deliveries list --json',
        'deliveries show 1',
        'deliveries body 1',
        'export 1',
        'export 1 --format raw --json',
        'endpoints list',
        'verify 1',
      ];
      const told = await bash(
        dataDir,
        lines.map((line) => `hookglass ${line} > /dev/full; echo "$? ${line}"`).join('\n'),
      );
      expect(told.stdout.trim().split('\n')).toEqual(lines.map((line) => `1 ${line}`));
      const said = told.stderr.trim().split('\n');
      expect(said.filter((line) => !line.startsWith('0 of 1 valid'))).toEqual(
        lines.map(() => 'hookglass: stdout could not be written: no space is left there'),
      );
    });
  });

  test.skipIf(!hasFullDisk)('wrong use keeps its own code, and a full stderr ends nothing', async () => {
    await withDataDir(async (dataDir) => {
      const told = await bash(
        dataDir,
        'hookglass nonsense --json > /dev/full; echo $?; hookglass --version 2> /dev/full > /dev/null; echo $?; hookglass nonsense 2> /dev/full; echo $?',
      );
      expect(told.stdout).toBe('2\n0\n2\n');
    });
  });

  test('a reader that goes away is no failure, and nothing is said', async () => {
    await withApp(async ({ captureUrl, dataDir }) => {
      await fetch(captureUrl, { method: 'POST', body: 'x'.repeat(3_000_000) });
      const told = await bash(
        dataDir,
        'hookglass deliveries body 1 | head -c 1; echo " $?"; hookglass deliveries body 1 --json | head -c 1; echo " $?"; hookglass --help | true; echo $?',
      );
      expect(told).toEqual({ code: 0, stdout: 'x 0\n{ 0\n0\n', stderr: '' });
    });
  });

  test('a slow reader gets every byte', async () => {
    await withApp(async ({ captureUrl, dataDir }) => {
      const body = Buffer.alloc(5_000_000, 'véé\r\n');
      await fetch(captureUrl, { method: 'POST', body });
      const { stdout } = await bash(dataDir, 'hookglass deliveries body 1 | dd bs=512 status=none | sha256sum');
      expect(stdout.split(' ')[0]).toBe(createHash('sha256').update(body).digest('hex'));
    });
  });
});

describe('export --out', () => {
  test('writes a file that only the user reads, new or replaced, whatever the umask', async () => {
    await withApp(async ({ captureUrl, dataDir }) => {
      await fetch(captureUrl, { method: 'POST', body: 'hello' });
      writeFileSync(join(dataDir, 'old'), 'before');
      chmodSync(join(dataDir, 'old'), 0o666);
      for (const umask of ['000', '777']) {
        const name = `new${umask}`;
        const told = await bash(
          dataDir,
          `cd '${dataDir}'; umask ${umask}; hookglass export 1 --format raw --out ${name} && hookglass export 1 --format raw --out old`,
        );
        expect(told).toMatchObject({ code: 0, stdout: '' });
        for (const file of [name, 'old']) {
          expect([umask, file, (statSync(join(dataDir, file)).mode & 0o777).toString(8)]).toEqual([umask, file, '600']);
          expect(readFileSync(join(dataDir, file), 'latin1')).toContain('hello');
        }
      }
    });
  });

  test.each<readonly [string, string]>([
    ['link', 'it is a symbolic link; name the file itself'],
    ['dangling', 'it is a symbolic link; name the file itself'],
    ['folder', 'it is a folder'],
    ['none/file', 'there is no such file or folder'],
    ['target/file', 'a part of the path is no folder'],
    ['x'.repeat(300), 'the name is too long'],
    ...(hasFullDisk ? [['/dev/full', 'no space is left there'] as [string, string]] : []),
  ])('%s is told in one sentence and leaves everything as it was', async (name, reason) => {
    await withApp(async ({ captureUrl, dataDir }) => {
      await fetch(captureUrl, { method: 'POST', body: 'hello' });
      const place = join(dataDir, 'place');
      mkdirSync(join(place, 'folder'), { recursive: true });
      writeFileSync(join(place, 'target'), 'before');
      symlinkSync('target', join(place, 'link'));
      symlinkSync('nowhere', join(place, 'dangling'));
      const file = name.startsWith('/') ? name : join(place, name);
      const told = await commandLine(dataDir, 'export', '1', '--out', file, '--json');
      expect(told.code).toBe(1);
      expect(told.stderr).toBe(`hookglass: The file could not be written. (--out ${file}: ${reason})\n`);
      expect(JSON.parse(told.stdout.toString())).toMatchObject({ problem: { code: 'file-not-written' } });
      expect(readdirSync(place).sort()).toEqual(['dangling', 'folder', 'link', 'target']);
      expect(readFileSync(join(place, 'target'), 'utf8')).toBe('before');
    });
  });
});

describe('input files', () => {
  const vectors = join(import.meta.dirname, 'vectors', 'stripe', 'signatures.json');

  test('a pipe of the shell and stdin are read to their end', async () => {
    await withDataDir(async (dir) => {
      const told = await bash(
        dir,
        `hookglass verify --vectors <(cat '${vectors}'); echo $?; cat '${vectors}' | hookglass verify --vectors -; echo $?; hookglass verify --vectors /dev/stdin < '${vectors}'; echo $?`,
      );
      expect(told).toMatchObject({ code: 0, stdout: '0\n0\n0\n' });
    });
  });

  test('what is no file, what is not there and what is too large is wrong use, told in one line', async () => {
    await withDataDir(async (dir) => {
      mkdirSync(join(dir, 'folder'));
      symlinkSync('/dev/zero', join(dir, 'link'));
      writeFileSync(join(dir, 'large'), Buffer.alloc(2_000_000, 'x'));
      const socket = createServer().listen(join(dir, 'socket'));
      await once(socket, 'listening');
      const secret = (file: string): string => `--secret-file ${file}: `;
      const cases = [
        ['/dev/zero', `${secret('/dev/zero')}it is a device, not a file`],
        [`${dir}/link`, `${secret(`${dir}/link`)}it is a device, not a file`],
        [`${dir}/folder`, `${secret(`${dir}/folder`)}it is a folder`],
        [`${dir}/socket`, `${secret(`${dir}/socket`)}it is no file`],
        [`${dir}/none`, `${secret(`${dir}/none`)}there is no such file or folder`],
        [`${dir}/large`, `${secret(`${dir}/large`)}it is larger than 1.0 MB`],
        ['<(cat /dev/zero)', 'it is larger than 1.0 MB'],
        ['<(true)', 'is empty'],
        ['- < /dev/zero', `${secret('-')}it is larger than 1.0 MB`],
        ['- < /dev/null', '--secret-file - is empty'],
      ] as const;
      const told = await bash(
        dir,
        cases
          .map(([file]) => `hookglass verify --provider stripe --http '${vectors}' --secret-file ${file}; echo $?`)
          .join('\n'),
      );
      socket.close();
      expect(told.stdout.trim().split('\n')).toEqual(cases.map(() => '2'));
      const said = told.stderr.trim().split('\n');
      expect(said.length).toBe(cases.length);
      for (const [at, [, reason]] of cases.entries()) expect(said[at]).toContain(reason);
    });
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const)('%s ends a command that waits for a pipe at once, with %i', async (signal, expected) => {
    await withDataDir(async (dir) => {
      await bash(dir, `mkfifo '${dir}/pipe'`);
      const child = spawn(process.execPath, [COMMAND, 'verify', '--vectors', join(dir, 'pipe')], { stdio: 'ignore' });
      const writer = await openedBy(join(dir, 'pipe'));
      child.kill(signal);
      const [code] = (await once(child, 'exit')) as [number | null];
      closeSync(writer);
      expect(code).toBe(expected);
    });
  });

  test('SIGTERM ends a command that waits for a server', async () => {
    await withDataDir(async (dataDir) => {
      const silent = createServer().listen(0, '127.0.0.1');
      await once(silent, 'listening');
      const origin = `http://127.0.0.1:${(silent.address() as { port: number }).port}`;
      const file = { pid: process.pid, captureUrl: origin, uiUrl: `${origin}/`, apiUrl: `${origin}/api`, token: 't' };
      writeFileSync(join(dataDir, 'server.json'), JSON.stringify(file));
      const child = spawn(process.execPath, [COMMAND, 'deliveries', 'list', '--data', dataDir], { stdio: 'ignore' });
      const [socket] = await once(silent, 'connection');
      child.kill('SIGTERM');
      const [code] = (await once(child, 'exit')) as [number | null];
      (socket as { destroy(): void }).destroy();
      silent.close();
      expect(code).toBe(143);
    });
  });
});

/** The writing end of a named pipe, once somebody reads it: until then opening it fails with ENXIO (fifo(7)). */
async function openedBy(pipe: string): Promise<number> {
  for (;;) {
    try {
      return openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
