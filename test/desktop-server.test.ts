import { describe, expect, it, vi } from 'vitest';
import type { ServerState } from '../electron/desktop-api.ts';
import { superviseServer } from '../electron/server-process.ts';
import { READY, settle, startDesktop, UI_URL } from './support/fake-desktop.ts';
import { electron, fake, resetFake } from './support/fake-electron.ts';

vi.mock('electron', async () => (await import('./support/fake-electron.ts')).electron);

/** A supervised server with a clock in the test's hands: `wait` runs what is due after a pause of exactly that length. */
async function supervise({ obtainKey = async (): Promise<string | null> => null } = {}) {
  resetFake();
  const told: ServerState[] = [];
  const ready: string[] = [];
  const pauses: { delayMs: number; run: () => void }[] = [];
  const clock = { nowMs: 0 };
  const server = superviseServer({
    fork: () => electron.utilityProcess.fork('server', []),
    obtainKey,
    onReady: ({ uiUrl }) => ready.push(uiUrl),
    onState: (state) => told.push(state),
    after: (delayMs, run) => void pauses.push({ delayMs, run }),
    nowMs: () => clock.nowMs,
  });
  server.start();
  await settle();
  const newest = () => fake.children.at(-1);
  return {
    server,
    told,
    ready,
    clock,
    newest,
    /** Let the server die, and return the pause before its restart (null: none). */
    async die(code = 1): Promise<number | null> {
      newest()?.emit('exit', code);
      const pause = pauses.pop();
      pause?.run();
      await settle();
      return pause?.delayMs ?? null;
    },
    pauses,
  };
}

describe('the server behind the window', () => {
  it('is told its key first, and announced once it is ready', async () => {
    const { newest, told, ready } = await supervise({ obtainKey: async () => 'a2V5' });
    expect(newest()?.posted).toEqual([{ kind: 'start', keyBase64: 'a2V5' }]);
    expect(told).toEqual([]);
    newest()?.emit('message', READY);
    expect(told).toEqual([{ kind: 'running', sentence: 'Hookglass is running.' }]);
    expect(ready).toEqual([UI_URL]);
  });

  it('is started again when it dies, after growing pauses, and given up after the fifth death in a row', async () => {
    const { newest, told, die } = await supervise();
    newest()?.emit('message', READY);
    expect([await die(), await die(), await die(), await die(), await die(134)]).toEqual([
      250,
      1_000,
      4_000,
      15_000,
      null,
    ]);
    expect(fake.children).toHaveLength(5);
    expect(told.map((state) => state.kind)).toEqual([
      'running',
      'restarting',
      'restarting',
      'restarting',
      'restarting',
      'failed',
    ]);
    expect(told.at(-1)?.sentence).toBe(
      'The server behind this window stopped 5 times (exit code 134). Nothing is captured.',
    );
  });

  it('counts its deaths anew after a minute of good health', async () => {
    const { newest, die, clock } = await supervise();
    newest()?.emit('message', READY);
    await die();
    await die();
    newest()?.emit('message', READY);
    clock.nowMs += 60_000;
    expect(await die()).toBe(250);
  });

  it('is not started again when it said why it cannot run, until the user asks for it', async () => {
    const { server, newest, told, die } = await supervise();
    newest()?.emit('message', { kind: 'problem', sentence: 'The port is in use.' });
    expect(await die()).toBeNull();
    expect(told).toEqual([{ kind: 'failed', sentence: 'The port is in use.' }]);
    server.start();
    await settle();
    expect(fake.children).toHaveLength(2);
  });

  it('is not started without the key when the keychain keeps it', async () => {
    const { told } = await supervise({ obtainKey: () => Promise.reject(new Error('The keychain is locked.')) });
    expect(told).toEqual([{ kind: 'failed', sentence: 'The keychain is locked.' }]);
    expect(fake.children).toHaveLength(0);
  });

  it('is asked to close, and ended when it does not within five seconds', async () => {
    const { server, newest, pauses } = await supervise();
    const stopped = server.stop();
    expect(newest()?.posted.at(-1)).toEqual({ kind: 'stop' });
    expect(fake.calls).not.toContain('kill server');
    expect(pauses.at(-1)?.delayMs).toBe(5_000);
    pauses.at(-1)?.run();
    await stopped;
    expect(fake.calls.at(-1)).toBe('kill server');
  });

  it('stays stopped: no death, pause or key that comes late starts it again', async () => {
    let giveKey = (_key: string | null): void => {};
    const { server } = await supervise({ obtainKey: () => new Promise((resolve) => (giveKey = resolve)) });
    await server.stop();
    giveKey(null);
    await settle();
    expect(fake.children).toHaveLength(0);
  });

  it('is not believed when its message has another shape', async () => {
    const { newest, told } = await supervise();
    for (const message of [null, 'ready', {}, { kind: 'ready' }, { kind: 'ready', uiUrl: 1, captureUrl: '' }]) {
      newest()?.emit('message', message);
    }
    expect(told).toEqual([]);
  });
});

describe('the window', () => {
  it('is told of a death at once, and loads the page anew with the fresh code', async () => {
    vi.useFakeTimers();
    const { window, server } = await startDesktop();
    server?.emit('message', READY);
    await settle();
    server?.emit('exit', 1);
    expect(window?.webContents.sent.at(-1)?.message).toMatchObject({ kind: 'restarting' });
    expect(fake.trayTips.at(-1)).toBe('Hookglass: restarting');
    await vi.advanceTimersByTimeAsync(250);
    fake.children[1]?.emit('message', { ...READY, uiUrl: 'http://127.0.0.1:7421/#code=two' });
    await settle();
    expect(fake.calls.slice(-3)).toEqual(['fork server', 'load about:blank', 'load http://127.0.0.1:7421/#code=two']);
    expect(window?.webContents.sent.at(-1)?.message).toMatchObject({ kind: 'running' });
    vi.useRealTimers();
  });

  it('says in a dialog why the server cannot run, and tries again when asked to', async () => {
    const { server } = await startDesktop();
    fake.press = 0;
    server?.emit('message', { kind: 'problem', sentence: 'The port is in use.' });
    server?.emit('exit', 1);
    await settle();
    expect(fake.dialogs).toMatchObject([{ message: 'Hookglass is not running', detail: 'The port is in use.' }]);
    expect(fake.children).toHaveLength(2);
  });
});

describe('quitting', () => {
  it('waits for the server to close', async () => {
    const { server } = await startDesktop();
    electron.app.quit();
    await settle();
    expect(fake.calls).not.toContain('gone');
    expect(server?.posted.at(-1)).toEqual({ kind: 'stop' });
    server?.emit('exit', 0);
    await settle();
    expect(fake.calls.at(-1)).toBe('gone');
    expect(fake.children).toHaveLength(1);
  });
});
