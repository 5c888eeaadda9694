import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withApp } from '../support/app.ts';
import { openBrowser, openUi } from '../support/browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe('sessions', () => {
  test('begin from the file that a browser is opened with, and its code is gone from the address', async () => {
    await withApp(async (app) => {
      const { file } = await app.call('makePage', {});
      const page = await browser.newPage();
      await page.goto(pathToFileURL(file).href, { waitUntil: 'commit' });
      await page.getByRole('main', { name: 'Deliveries' }).waitFor();
      expect(page.url()).toBe(`${app.origin}/`);
      await page.close();
    });
  });

  test('are shown and ended in the window, and the one that is ended loses its page at once', async () => {
    await withApp(async (app) => {
      const other = await openUi(browser, app);
      await app.app.context.sessions.open();
      const mine = await openUi(browser, app);
      await mine.page.keyboard.press('Control+k');
      await mine.page.locator('[role="dialog"] [role="combobox"]:focus').waitFor();
      await mine.page.keyboard.type('sessions');
      await mine.page.getByRole('option', { name: /Sessions/ }).waitFor();
      await mine.page.keyboard.press('Enter');
      const dialog = mine.page.getByRole('dialog', { name: 'Sessions' });
      await expect.poll(() => dialog.getByRole('listitem').count()).toBe(3);
      expect(await dialog.getByText('This window').count()).toBe(1);
      await dialog
        .getByRole('button', { name: /^End the session/ })
        .first()
        .click();
      await expect.poll(() => dialog.getByRole('listitem').count()).toBe(2);
      await dialog.getByRole('button', { name: 'End all others' }).click();
      await expect.poll(() => dialog.getByRole('listitem').count()).toBe(1);
      await other.page.getByText('Open Hookglass from its link').waitFor();
      expect(mine.troubles).toEqual([]);
      await mine.page.keyboard.press('Escape');
      await mine.page.getByRole('main', { name: 'Deliveries' }).waitFor();
      await mine.context.close();
      await other.context.close();
    });
  });

  test('show text as text: what would make script or HTML of it is refused by the browser', async () => {
    await withApp(async (app) => {
      const { page, context } = await openUi(browser, app);
      const tried = await page.evaluate(() => {
        const attempt = (job: () => void): string => {
          try {
            job();
            return 'done';
          } catch (error) {
            return (error as Error).name;
          }
        };
        return [
          attempt(() => {
            document.createElement('div').innerHTML = '<img src=x onerror=alert(1)>';
          }),
          attempt(() => {
            document.createElement('script').src = 'data:text/javascript,1';
          }),
          attempt(() => void new Worker('/assets/other.js')),
          attempt(() => document.write('<p>x')),
        ];
      });
      expect(tried).toEqual(Array(4).fill('TypeError'));
      await context.close();
    });
  });
});
