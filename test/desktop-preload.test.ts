import { describe, expect, expectTypeOf, it, vi } from 'vitest';
import { CHANNEL, type DesktopApi, type ServerState } from '../electron/desktop-api.ts';
import type { Desktop } from '../renderer/state/desktop.ts';
import { electron, fake } from './support/fake-electron.ts';

vi.mock('electron', async () => (await import('./support/fake-electron.ts')).electron);

describe('the preload', () => {
  it('gives the page three functions of its own, and none of Electron', async () => {
    await import('../electron/preload.ts');
    expectTypeOf<DesktopApi>().toExtend<Desktop>();
    expect(Object.keys(fake.exposed)).toEqual(['hookglassDesktop']);
    const api = fake.exposed['hookglassDesktop'] as DesktopApi;
    expect(Object.keys(api)).toEqual(['platform', 'onServerState', 'revealDataFolder']);

    const told: ServerState[] = [];
    const stop = api.onServerState((state) => told.push(state));
    expect(fake.calls).toEqual([`send ${CHANNEL.watchServer}`]);
    const state: ServerState = { kind: 'running', sentence: 'Hookglass is running.' };
    electron.ipcRenderer.emit(CHANNEL.serverState, { sender: 'Electron' }, state);
    stop();
    electron.ipcRenderer.emit(CHANNEL.serverState, {}, state);
    expect(told).toEqual([state]);

    api.revealDataFolder();
    expect(fake.calls.at(-1)).toBe(`send ${CHANNEL.revealDataFolder}`);
  });
});
