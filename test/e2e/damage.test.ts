import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestApp, withApp } from '../support/app.ts';
import { faults } from '../support/axe.ts';
import { openBrowser, openUi } from '../support/browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const MARK = 'the second body';

/** A server that did not come to its end, and a byte of a stored body that the disk has changed since. */
async function damage(app: TestApp): Promise<void> {
  for (const body of ['the first body', MARK, 'the third body'])
    await fetch(app.captureUrl, { method: 'POST', headers: { 'content-type': 'text/plain' }, body });
  await app.app.store.reader.call('settled', null);
  await app.restart({
    between() {
      rmSync(join(app.dataDir, 'closed.json'));
      const file = join(app.dataDir, 'hookglass.db');
      const bytes = readFileSync(file);
      const at = bytes.indexOf(MARK);
      expect(at).toBeGreaterThan(0);
      bytes.write('tHe second body', at);
      writeFileSync(file, bytes);
    },
  });
}

test('damage is told across the window until it was read, and at its delivery for as long as it lasts', async () => {
  await withApp(async (app) => {
    await damage(app);
    // The window may be open before the check has come to its end.
    const { page, context, troubles } = await openUi(browser, app);
    await app.app.checked;
    const strip = page.getByRole('region', { name: 'Damaged data' });
    await strip.getByText('Delivery 2 is damaged').waitFor();
    await strip.getByText('The data folder is damaged.').waitFor();
    for (const scheme of ['light', 'dark'] as const) expect(await faults(page, scheme), scheme).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await strip.getByRole('button', { name: 'I have read it' }).click();
    await strip.waitFor({ state: 'detached' });

    // The words to search for are true.
    await page.keyboard.press('/');
    await page.keyboard.type('is:damaged');
    await page.getByText('1 of 3', { exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('#delivery-2').click();
    await page.getByRole('article', { name: 'Delivery 2', exact: true }).waitFor();
    await page.keyboard.press('3');
    const banner = page.getByRole('alert').filter({ hasText: 'no longer those that were captured' });
    await banner.getByText('They are not sent or exported.').waitFor();
    expect(await page.getByRole('region', { name: 'Body of delivery 2' }).count()).toBe(0);
    await banner.getByRole('button', { name: 'Show them as they are' }).click();
    await page.getByRole('region', { name: 'Body of delivery 2' }).getByText('tHe second body').waitFor();
    await banner.waitFor();
    expect(await banner.getByRole('button').count()).toBe(0);
    expect(await faults(page), 'shown as they are').toEqual([]);

    // A delivery that is whole has no such banner.
    await page.getByRole('button', { name: 'Clear search' }).click();
    await page.locator('#delivery-1').click();
    await page.getByRole('region', { name: 'Body of delivery 1' }).getByText('the first body').waitFor();
    expect(await banner.count()).toBe(0);
    expect(troubles).toEqual([]);
    await context.close();
  });
});

test('a folder that is whole shows no strip', async () => {
  await withApp(async (app) => {
    await fetch(app.captureUrl, { method: 'POST', body: 'whole' });
    await app.restart({ between: () => rmSync(join(app.dataDir, 'closed.json')) });
    const { page, context } = await openUi(browser, app);
    await app.app.checked;
    await page.locator('#delivery-1').click();
    await page.getByRole('article').waitFor();
    expect(await page.getByRole('region', { name: 'Damaged data' }).count()).toBe(0);
    await context.close();
  });
});
