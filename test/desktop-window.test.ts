import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildIfStale, ROOT } from '../tools/build.ts';
import { chooseStart } from '../tools/choose-start.ts';
import { findElectron } from '../tools/find-electron.ts';

const electron = findElectron(join(ROOT, 'node_modules/electron'), process.env, process.platform);
const { platform, env } = process;
const choice = chooseStart({ platform, env, isRoot: process.getuid?.() === 0, electron });

// With a real Electron and a display; elsewhere each test is skipped and says what is missing.
describe('the real window', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hookglass-window-'));
  const serverFile = (): { readonly pid: number; readonly captureUrl: string } =>
    JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8'));
  let app: ElectronApplication;
  let page: Page;

  beforeAll(async () => {
    if (choice.kind !== 'desktop') return;
    buildIfStale('everything');
    app = await _electron.launch({
      executablePath: choice.electron,
      args: [ROOT, '--data', dataDir, '--port', '0', '--ui-port', '0'],
      chromiumSandbox: true,
    });
    page = await app.firstWindow();
    await page.waitForFunction(() => document.title.includes('Hookglass'));
  }, 180_000);
  beforeEach((context) => {
    if (choice.kind === 'browser') context.skip(choice.reason);
  });
  afterAll(async () => {
    if (choice.kind === 'desktop') await app.close();
  });

  it('shows the page of its own server, without Node and behind the sandbox', async () => {
    expect(page.url()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//);
    expect(
      await page.evaluate(() => [typeof Reflect.get(window, 'require'), typeof Reflect.get(window, 'process')]),
    ).toEqual(['undefined', 'undefined']);
    expect(await page.evaluate(() => window.hookglassDesktop?.platform)).toBe(process.platform);
  });

  it('opens no second window and leaves its page for nothing', async () => {
    const before = page.url();
    await page.evaluate(() => {
      window.open('http://example.com/');
      location.assign('http://example.com/');
    });
    await expect.poll(() => app.windows().length).toBe(1);
    expect(page.url().split('#')[0]).toBe(before.split('#')[0]);
  });

  it('captures a delivery that is sent to its inbox, and shows it', async () => {
    const { captureUrl } = serverFile();
    const answer = await fetch(captureUrl, { method: 'PUT', body: 'from outside' });
    expect(answer.status).toBe(200);
    await page.getByText('PUT').first().waitFor();
  });

  it('starts a server that was killed again, and tells the page', async () => {
    const { pid } = serverFile();
    await page.evaluate(() => {
      const states: string[] = [];
      Reflect.set(window, 'states', states);
      window.hookglassDesktop?.onServerState(({ kind }) => states.push(kind));
    });
    process.kill(pid, 'SIGKILL');
    await page.waitForFunction(() => Reflect.get(window, 'states')?.includes('restarting') ?? true);
    await expect.poll(() => serverFile().pid, { timeout: 20_000 }).not.toBe(pid);
    await page.waitForURL(/^http:\/\/127\.0\.0\.1/);
  });
});
