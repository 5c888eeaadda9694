import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { readFlags, serverArguments } from '../electron/flags.ts';
import { READY, settle, startDesktop, UI_URL } from './support/fake-desktop.ts';
import { electron, fake } from './support/fake-electron.ts';

vi.mock('electron', async () => (await import('./support/fake-electron.ts')).electron);

describe('the start of the desktop', () => {
  it('goes in order: folder, sandbox, lock, ready, locks on pages, window, menu, server', async () => {
    await startDesktop();
    expect(fake.calls).toEqual([
      'set userData',
      'enable sandbox',
      'ask for the lock',
      'ready',
      'deny permissions',
      'open window',
      'set menu',
      'fork server',
    ]);
  });

  it('keeps the files of Electron, and with them the lock, inside the data folder of this Hookglass', async () => {
    const { dataDir } = await startDesktop();
    expect(fake.paths['userData']).toBe(join(dataDir, 'desktop'));
    expect(existsSync(dataDir)).toBe(true);
  });

  it('makes a data folder that only its owner can read', async () => {
    const parent = await startDesktop();
    const { dataDir } = await startDesktop({ dataDir: join(parent.dataDir, 'new') });
    expect(statSync(dataDir).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o700);
  });

  it('starts the built server on the data folder with the flags it was given', async () => {
    const { dataDir } = await startDesktop({ args: ['--port', '9000', '--inspect', '--ui-port=9001'] });
    expect(fake.forks).toEqual([
      { path: join('/app', 'dist/server/main.js'), args: ['--data', dataDir, '--port', '9000', '--ui-port', '9001'] },
    ]);
  });

  it('loads the page once the server is ready, and shows the window with its first paint', async () => {
    const { window, server } = await startDesktop();
    server?.emit('message', READY);
    await settle();
    expect(fake.calls.at(-1)).toBe(`load ${UI_URL}`);
    expect(window?.visible).toBe(false);
    window?.emit('ready-to-show');
    expect(window?.visible).toBe(true);
  });
});

describe('a second Hookglass on the same data folder', () => {
  it('ends before it opens anything', async () => {
    await startDesktop({ before: () => (fake.hasLock = false) });
    expect(fake.calls).toEqual(['set userData', 'enable sandbox', 'ask for the lock', 'quit', 'gone']);
  });

  it('brings the window of the first one to the front', async () => {
    const { window } = await startDesktop();
    Object.assign(window ?? {}, { minimized: true });
    electron.app.emit('second-instance');
    expect(window).toMatchObject({ minimized: false, visible: true });
    expect(fake.calls.at(-1)).toBe('focus window');
  });
});

describe('the flags of the app', () => {
  it.each([
    [[], {}],
    [['/app', '--data', '/tmp/x'], { data: '/tmp/x' }],
    [['--no-sandbox', '--port=1', '--unknown', 'value', '--ui-port', '2'], { port: '1', 'ui-port': '2' }],
    [['--data'], {}],
  ])('%j are read as %j', (args, flags) => {
    expect(readFlags(args)).toEqual(flags);
  });

  it('always name the data folder to the server', () => {
    expect(serverArguments({}, '/d')).toEqual(['--data', '/d']);
  });
});
