import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { isStale } from '../bin/freshness.mjs';
import { chooseStart, whyWindowFailed } from '../tools/choose-start.ts';
import { findElectron } from '../tools/find-electron.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'hookglass-setup-'));

describe('npm start', () => {
  const electron = '/electron';
  const display = { DISPLAY: ':0' };
  it.each([
    [
      'linux',
      display,
      false,
      electron,
      'desktop',
      'An Electron binary and a display are here, so the app opens in its window.',
    ],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, false, electron, 'desktop', /in its window/],
    ['darwin', {}, false, electron, 'desktop', /in its window/],
    ['darwin', {}, true, electron, 'desktop', /in its window/],
    ['win32', {}, false, electron, 'desktop', /in its window/],
    ['linux', { DISPLAY: '' }, false, electron, 'browser', 'No display here, so the app is served to your browser.'],
    [
      'linux',
      display,
      true,
      electron,
      'browser',
      "Electron's sandbox does not run as root, so the app is served to your browser.",
    ],
    [
      'linux',
      display,
      false,
      null,
      'browser',
      'No Electron binary here, so the app is served to your browser. (To get the window: npx install-electron fetches it.)',
    ],
    ['win32', {}, false, null, 'browser', /^No Electron binary here/],
  ] as const)('on %s with %j, root %s, Electron %s: the %s', (platform, env, isRoot, found, kind, sentence) => {
    const choice = chooseStart({ platform, env, isRoot, electron: found });
    expect(choice.kind).toBe(kind);
    expect(choice.sentence).toMatch(sentence);
  });

  it('falls back to the browser when Electron cannot run on this system, and only then', () => {
    expect(whyWindowFailed({ code: 127, signal: null })).toBe(
      'Electron could not start here (exit code 127), so the app is served to your browser.',
    );
    expect(whyWindowFailed({ code: null, signal: 'SIGTRAP' })).toMatch(/\(SIGTRAP\)/);
    expect(whyWindowFailed({ code: 0, signal: null })).toBeNull();
    expect(whyWindowFailed({ code: 1, signal: null })).toBeNull();
    expect(whyWindowFailed({ code: null, signal: 'SIGTERM' })).toBeNull();
  });
});

describe('the search for the Electron binary', () => {
  it('finds what the npm package has fetched, and nothing before that', () => {
    const dir = folder();
    expect(findElectron(dir, {}, 'linux')).toBeNull();
    mkdirSync(join(dir, 'dist'));
    writeFileSync(join(dir, 'dist/electron'), '');
    expect(findElectron(dir, {}, 'linux')).toBe(join(dir, 'dist/electron'));
    expect(findElectron(dir, {}, 'win32')).toBeNull();
    writeFileSync(join(dir, 'path.txt'), 'Electron.app/Contents/MacOS/Electron');
    expect(findElectron(dir, {}, 'darwin')).toBeNull();
  });

  it('looks where ELECTRON_OVERRIDE_DIST_PATH points', () => {
    const dir = folder();
    writeFileSync(join(dir, 'electron.exe'), '');
    expect(findElectron(folder(), { ELECTRON_OVERRIDE_DIST_PATH: dir }, 'win32')).toBe(join(dir, 'electron.exe'));
  });
});

describe('what was built', () => {
  it('is stale when it is missing or older than any of its sources', () => {
    const dir = folder();
    const [built, source] = [join(dir, 'built'), join(dir, 'src/deep/file')];
    mkdirSync(join(dir, 'src/deep'), { recursive: true });
    writeFileSync(source, '');
    const stale = (): boolean => isStale([built], [join(dir, 'src'), join(dir, 'not-there')]);
    expect(stale()).toBe(true);
    writeFileSync(built, '');
    utimesSync(source, 1_000, 1_000);
    expect(stale()).toBe(false);
    utimesSync(source, 4e9, 4e9);
    expect(stale()).toBe(true);
  });
});

describe.skipIf(process.platform === 'win32')('the program that npm start runs', () => {
  const runner = new URL('../tools/run-child.ts', import.meta.url).href;
  function run(script: string): ChildProcessByStdio<null, Readable, null> {
    const program = join(folder(), 'program');
    writeFileSync(program, `#!/bin/sh\n${script}\n`);
    chmodSync(program, 0o700);
    const code = `const { runChild } = await import(${JSON.stringify(runner)});
      const { code, signal } = await runChild(${JSON.stringify(program)}, []);
      process.exitCode = code ?? (signal === 'SIGKILL' ? 99 : 98);`;
    return spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  }

  it('hands its exit code on', async () => {
    const child = run('exit 7');
    await once(child, 'exit');
    expect(child.exitCode).toBe(7);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('gets %s and ends before npm start does', async (signal) => {
    const child = run('trap "echo stopped; exit 5" INT TERM HUP; echo running; while :; do sleep 0.05; done');
    const said: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => said.push(text));
    await once(child.stdout, 'data');
    child.kill(signal);
    await once(child, 'close');
    expect(said.join('')).toBe('running\nstopped\n');
    expect(child.exitCode).toBe(5);
  });
});

describe.skipIf(process.platform === 'win32')('a program that was started through npm', () => {
  const module = JSON.stringify(new URL('../bin/end-with-npm.mjs', import.meta.url).href);
  const program = `const { endWithNpm } = await import(${module});
    endWithNpm();
    process.on('SIGTERM', () => { console.log('ended'); process.exit(); });
    console.log('running');
    setInterval(() => {}, 1e6);`;

  it('ends when the shell between npm and it is killed', async () => {
    // The colon keeps the shell from becoming the program itself.
    const shell = spawn('sh', ['-c', `"$NODE" --input-type=module -e "$PROGRAM"; :`], {
      env: { ...process.env, npm_lifecycle_event: 'start', NODE: process.execPath, PROGRAM: program },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const said: string[] = [];
    shell.stdout.setEncoding('utf8').on('data', (text: string) => said.push(text));
    await once(shell.stdout, 'data');
    shell.kill('SIGTERM');
    await once(shell, 'close');
    expect(said.join('')).toBe('running\nended\n');
  });
});
