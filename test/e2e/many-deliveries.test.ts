import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withApp } from '../support/app.ts';
import { openBrowser, openUi } from '../support/browser.ts';
import { fill } from '../support/fill.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const COUNT = 20_000;

test('the list of twenty thousand holds a screenful of rows, reaches its end, and is searched', async () => {
  await withApp(async (app) => {
    await fill(app, COUNT);
    const { page, context, troubles } = await openUi(browser, app);
    const grid = page.getByRole('grid', { name: /Deliveries/ });
    const rows = grid.getByRole('row');
    await rows.nth(1).getByText('ContentManagement.Entry', { exact: false }).waitFor();
    expect(await rows.count()).toBeLessThan(150);

    await rows.nth(1).click();
    const oldest = page.getByRole('article', { name: 'Delivery 1', exact: true });
    await expect
      .poll(
        async () => {
          await page.keyboard.press('End');
          return oldest.isVisible();
        },
        { timeout: 40_000 },
      )
      .toBe(true);
    expect(await rows.count()).toBeLessThan(150);
    await page.keyboard.press('Home');
    await page.getByRole('article', { name: `Delivery ${COUNT}`, exact: true }).waitFor();

    await page.getByRole('combobox', { name: 'Search deliveries' }).fill('entry1234');
    await page.getByText(/^11 of 20,000/).waitFor();
    await page.getByRole('combobox', { name: 'Search deliveries' }).fill('event:*archive');
    await page.getByText(/^4,000 of 20,000/).waitFor();
    expect(troubles).toEqual([]);
    await context.close();
  });
});
