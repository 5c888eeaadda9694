import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { ADAPTER_IDS } from '../server/contract/tunnel.ts';
import { allAdapters } from '../server/tunnel/adapters/index.ts';
import { outputLines } from '../server/tunnel/adapters/output-lines.ts';
import { programCommand } from '../server/tunnel/adapters/program-command.ts';
import { startListener } from './support/tunnel-bench.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A folder with programs of the given names that print `said`. */
function programs(names: readonly string[], said: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'hookglass-programs-'));
  folders.push(folder);
  writeFileSync(join(folder, 'said'), said);
  for (const name of names) {
    writeFileSync(join(folder, name), `#!/bin/sh\ncat '${folder}/said'\nsleep 30\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

const env = { ComSpec: 'C:\\Windows\\System32\\cmd.exe' };

test('a program is started as it is, with its arguments untouched', () => {
  const args = ['a b', '%PATH%', '"', '&'];
  for (const path of ['/usr/bin/ssh', 'C:\\Program Files\\ngrok\\ngrok.exe'])
    expect(programCommand(path, args, env)).toEqual({ file: path, args, verbatim: false });
});

test('a script of Windows is started through the command prompt, its path quoted', () => {
  for (const ending of ['.cmd', '.CMD', '.bat']) {
    const path = `C:\\Users\\Ada & Co (x)\\npm\\ngrok${ending}`;
    const args = [
      'http',
      '127.0.0.1:7420',
      '--log=stdout',
      '--domain=my-name.ngrok-free.app',
      '--config',
      '\\\\.\\nul',
    ];
    expect(programCommand(path, args, env)).toEqual({
      file: env.ComSpec,
      args: ['/d', '/s', '/c', `""${path}" ${args.join(' ')}"`],
      verbatim: true,
    });
  }
  expect(programCommand('a.cmd', [], {}).file).toBe('cmd.exe');
});

test.each(['a b', 'a&b', 'a|b', 'a>b', 'a^b', '%PATH%', '!x!', '"', "'", '', 'a\nb', '(', 'é'])(
  'a script of Windows is not handed %j, which the command prompt could read as something else',
  (arg) => {
    expect(() => programCommand('C:\\ngrok.cmd', ['http', arg], env)).toThrow('Install the program itself.');
  },
);

test('a path that the command prompt would expand is refused', () => {
  for (const path of ['C:\\%TEMP%\\ngrok.cmd', 'C:\\a"b\\ngrok.cmd'])
    expect(() => programCommand(path, [], env)).toThrow('Install the program itself.');
});

test.skipIf(process.platform === 'win32')('a program that cannot be called hides no other adapter', async () => {
  const folder = programs(['ngrok', 'cloudflared', 'ssh', 'tailscale'], 'ngrok version 3.1.0');
  // Node refuses a NUL in the environment when it starts a program, by an exception and not by an event.
  const found = await Promise.all(allAdapters({ PATH: folder, ODD: 'a\0b' }).map((adapter) => adapter.find()));
  expect(found.map(({ id }) => id)).toEqual([...ADAPTER_IDS]);
  expect(found.find(({ id }) => id === 'ngrok')).toMatchObject({ found: true, version: null });
});

test.skipIf(process.platform === 'win32')('a program that cannot be started is told in a sentence', async () => {
  const folder = programs(['ngrok'], '');
  const listener = await startListener();
  const [ngrok] = allAdapters({ PATH: folder, ODD: 'a\0b' }).filter(({ id }) => id === 'ngrok');
  const request = { target: listener.target, subdomain: null, host: null, url: null, timeoutMs: 5_000 };
  await expect(ngrok?.open(request, new AbortController().signal)).rejects.toMatchObject({
    lasting: true,
    message: expect.stringMatching(/^ngrok could not be started: /),
  });
  await listener.close();
});

test('lines come without escape sequences, control characters and characters that hide or turn others', async () => {
  const lines: string[] = [];
  const esc = '\u001b';
  const hostile = `${esc}[31mred${esc}[0m ${esc}]8;;http://x${esc}\\link${esc}]8;;${esc}\\ a\u009b2Jb\u202ec\u0000d\u007fe\u200bf\n${esc}]0;never ended`;
  outputLines(Readable.from([Buffer.from(hostile)]), (line) => lines.push(line));
  await expect.poll(() => lines.length).toBeGreaterThan(0);
  expect(lines[0]).toBe('red link ab c d e f');
  for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\u200b-\u200f\u202a-\u202e\u2066-\u2069]/u);
});

test.skipIf(process.platform === 'win32').each([
  ['ngrok', 'msg="started tunnel" url=https://a.example/\u001b[2J\u202epwned'],
  ['ngrok', 'msg="started tunnel" url=https://user:secret@a.example'],
  ['ngrok', 'msg="started tunnel" url=https://a.example?token=1'],
  ['ngrok', 'msg="started tunnel" url="https://a%00b.example"'],
])('an address that %s prints is plain or none: %j', async (id, line) => {
  const folder = programs([id], `${line}\n`);
  const path = `${folder}:${execFileSync('sh', ['-c', 'echo $PATH']).toString().trim()}`;
  const listener = await startListener();
  const [adapter] = allAdapters({ PATH: path }).filter((known) => known.id === id);
  const request = { target: listener.target, subdomain: null, host: null, url: null, timeoutMs: 1_000 };
  const said = await adapter?.open(request, new AbortController().signal).then(
    async (opened) => {
      await opened.close();
      return opened.url;
    },
    (error: Error) => error.message,
  );
  expect(said).toMatch(/^(?:https:\/\/a\.example(?:\/[\x21-\x7e]*)?$|ngrok started, but)/);
  expect(said).not.toMatch(/[\p{Cc}\u202e]/u);
  await listener.close();
});
