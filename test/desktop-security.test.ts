import { describe, expect, it, vi } from 'vitest';
import { CHANNEL } from '../electron/desktop-api.ts';
import { externalLink } from '../electron/navigation.ts';
import { READY, settle, startDesktop, UI_URL } from './support/fake-desktop.ts';
import { electron, fake } from './support/fake-electron.ts';

vi.mock('electron', async () => (await import('./support/fake-electron.ts')).electron);

async function openPage() {
  const { dataDir, window, server } = await startDesktop();
  server?.emit('message', READY);
  await settle();
  if (window === undefined) throw new Error('no window was opened');
  return { dataDir, window, contents: window.webContents };
}

/** Whether the page was kept from doing what `name` announces. */
function isPrevented(contents: { emit(name: string, event: object): boolean }, name: string, event: object): boolean {
  let prevented = false;
  contents.emit(name, { ...event, preventDefault: () => (prevented = true) });
  return prevented;
}

describe('the window', () => {
  it('is sandboxed and isolated, has no Node and no webviews', async () => {
    const { window } = await openPage();
    expect(window.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
    });
  });

  it.each([
    'https://example.com/',
    'http://127.0.0.1:7420/',
    'file:///etc/passwd',
    'http://127.0.0.1:7421/other',
    'javascript:alert(1)',
  ])('does not navigate to %s', async (url) => {
    const { contents } = await openPage();
    expect(isPrevented(contents, 'will-navigate', { url })).toBe(true);
  });

  it('may load its own page again', async () => {
    const { contents } = await openPage();
    expect(isPrevented(contents, 'will-navigate', { url: 'http://127.0.0.1:7421/#elsewhere' })).toBe(false);
  });

  it('follows no redirect, fills no frame and attaches no webview', async () => {
    const { contents } = await openPage();
    expect(isPrevented(contents, 'will-redirect', { url: UI_URL })).toBe(true);
    expect(isPrevented(contents, 'will-frame-navigate', { url: UI_URL, isMainFrame: false })).toBe(true);
    expect(isPrevented(contents, 'will-attach-webview', {})).toBe(true);
  });

  it('gets no permission but to write text to the clipboard, and that for its own page alone', async () => {
    await openPage();
    const own = 'http://127.0.0.1:7421/';
    const granted = (permission: string, url: string): unknown[] => {
      const answers: unknown[] = [fake.session.check(null, permission, url)];
      fake.session.request(null, permission, (answer) => answers.push(answer), { requestingUrl: url });
      return answers;
    };
    for (const permission of [
      'clipboard-read',
      'media',
      'geolocation',
      'notifications',
      'openExternal',
      'hid',
      'unknown',
    ]) {
      expect(granted(permission, own), permission).toEqual([false, false]);
    }
    expect(granted('clipboard-sanitized-write', own)).toEqual([true, true]);
    expect(granted('clipboard-sanitized-write', 'http://127.0.0.1:7420/')).toEqual([false, false]);
    expect(granted('clipboard-sanitized-write', 'not a url')).toEqual([false, false]);
    expect(fake.session.device()).toBe(false);
  });
});

describe('a link out of the page', () => {
  it('opens in the browser only when the user agrees, and never in a window of ours', async () => {
    const { contents } = await openPage();
    expect(contents.windowOpenHandler?.({ url: 'https://docs.example.com/rule' })).toEqual({ action: 'deny' });
    await settle();
    expect(fake.opened).toEqual([]);
    fake.press = 0;
    contents.windowOpenHandler?.({ url: 'https://docs.example.com/rule' });
    await settle();
    expect(fake.dialogs[0]).toMatchObject({ detail: 'https://docs.example.com/rule' });
    expect(fake.opened).toEqual(['https://docs.example.com/rule']);
  });

  it.each([
    'http://example.com/',
    'file:///etc/passwd',
    'smb://host/share',
    'javascript:alert(1)',
    'ms-settings:',
    'https://user@example.com/',
    'https://:secret@example.com/',
    'not a url',
    '',
  ])('is dropped without asking when it is %j', async (url) => {
    const { contents } = await openPage();
    expect(externalLink(url)).toBeNull();
    expect(contents.windowOpenHandler?.({ url })).toEqual({ action: 'deny' });
    expect(fake.dialogs).toEqual([]);
  });
});

describe('messages of the page', () => {
  it('count only from the main frame of our window, with our page in it', async () => {
    const { dataDir, contents } = await openPage();
    const send = (senderFrame: object | null) => electron.ipcMain.emit(CHANNEL.revealDataFolder, { senderFrame });
    send(null);
    send({ url: UI_URL });
    expect(fake.opened).toEqual([]);
    send(contents.mainFrame);
    expect(fake.opened).toEqual([dataDir]);
    contents.mainFrame.url = 'http://127.0.0.1:7420/';
    send(contents.mainFrame);
    expect(fake.opened).toEqual([dataDir]);
  });

  it('are answered with the present state of the server', async () => {
    const { contents } = await openPage();
    contents.sent.length = 0;
    electron.ipcMain.emit(CHANNEL.watchServer, { senderFrame: contents.mainFrame });
    expect(contents.sent).toEqual([
      { channel: CHANNEL.serverState, message: { kind: 'running', sentence: 'Hookglass is running.' } },
    ]);
  });
});
