import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { fitToDisplays, loadWindowState } from '../electron/window-state.ts';
import { startDesktop } from './support/fake-desktop.ts';
import { electron, fake } from './support/fake-electron.ts';

vi.mock('electron', async () => (await import('./support/fake-electron.ts')).electron);

const LEFT = { x: 0, y: 0, width: 1920, height: 1080 };
const RIGHT = { x: 1920, y: 0, width: 1280, height: 1024 };
const SIZE = { width: 1000, height: 700, maximized: false };

describe('the place of the window', () => {
  it('is remembered from one start to the next', async () => {
    const first = await startDesktop();
    const bounds = { x: 100, y: 120, width: 1111, height: 777 };
    Object.assign(first.window ?? {}, { bounds, maximized: true });
    mkdirSync(join(first.dataDir, 'desktop'));
    first.window?.emit('close', { preventDefault() {} });
    const second = await startDesktop({ dataDir: first.dataDir });
    expect(second.window?.options).toMatchObject(bounds);
    expect(second.window?.maximized).toBe(true);
  });

  it.each([
    ['a place on the first display', { ...SIZE, x: 10, y: 20 }, { ...SIZE, x: 10, y: 20 }],
    ['a place on the second display', { ...SIZE, x: 2000, y: 20 }, { ...SIZE, x: 2000, y: 20 }],
    ['a place on a display that is gone', { ...SIZE, x: 5000, y: 20 }, SIZE],
    ['a title bar above every display', { ...SIZE, x: 10, y: -40 }, SIZE],
    ['a title bar below every display', { ...SIZE, x: 10, y: 1079 }, SIZE],
    ['a sliver at the edge', { ...SIZE, x: -990, y: 20 }, SIZE],
    ['no place', SIZE, SIZE],
    ['a size beyond every display', { ...SIZE, width: 9000, height: 9000 }, { ...SIZE, width: 1920, height: 1080 }],
    ['a size too small to use', { ...SIZE, width: 10, height: 10 }, { ...SIZE, width: 900, height: 560 }],
  ])('%s', (_name, kept, fitted) => {
    expect(fitToDisplays(kept, [LEFT, RIGHT])).toEqual(fitted);
  });

  it.each(['', 'null', '[]', '{"width":"1e9"}', '{"x":1,"y":1,"width":null,"height":5}'])(
    'is the first one when %j was kept',
    async (text) => {
      const { dataDir } = await startDesktop();
      const file = join(dataDir, 'window.json');
      expect(loadWindowState(file, [LEFT])).toEqual({ width: 1360, height: 860, maximized: false });
      writeFileSync(file, text);
      expect(loadWindowState(file, [LEFT])).toEqual({ width: 1360, height: 860, maximized: false });
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
  );

  it('costs nothing but the memory when it cannot be written', async () => {
    const { window } = await startDesktop();
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => {});
    window?.emit('close', { preventDefault() {} });
    expect(complaint).toHaveBeenCalledOnce();
    complaint.mockRestore();
  });
});

describe('closing the window', () => {
  it.runIf(process.platform !== 'darwin')('ends the app, so that nothing stays reachable unseen', async () => {
    await startDesktop();
    electron.app.emit('window-all-closed');
    expect(fake.calls).toContain('quit');
  });
});
