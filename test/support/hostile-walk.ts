import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { withApp } from './app.ts';
import { openUi } from './browser.ts';
import { HOSTILE_TEXTS, hostileRequests, plantHostile } from './hostile-deliveries.ts';
import { beyondEdges, rawMarks } from './raw-marks.ts';

/** What is wrong with the page as it stands, each with where it was looked at. */
export async function wrong(page: Page, where: string): Promise<readonly string[]> {
  return [...(await rawMarks(page)), ...(await beyondEdges(page))].map((fault) => `${where}: ${fault}`);
}

const TABS = ['Overview', 'Headers', 'Body', 'Signature'] as const;

/** Send hostile texts, each kind of request with every `every`th text in turn, and look at each delivery in each tab. */
export async function expectNoRawMarks(browser: Browser, every: number): Promise<void> {
  await withApp(async (app) => {
    const count = await plantHostile(app, every);
    expect(count).toBeGreaterThan((0.95 * HOSTILE_TEXTS.length * hostileRequests('').length) / every);
    await app.app.store.reader.call('settled', null);
    const total = (await app.call('status', {})).deliveries;
    const { page, context, troubles } = await openUi(browser, app);
    await page.getByRole('grid').getByRole('row').nth(1).click();
    await page.getByRole('article').waitFor();
    const found: string[] = [];
    for (const [at, tab] of TABS.entries()) {
      await page.getByRole('grid').focus();
      await page.keyboard.press('Home');
      await page.getByRole('article', { name: `Delivery ${total}`, exact: true }).waitFor();
      await page.keyboard.press(String(at + 1));
      for (let id = total; id > 0; id--) {
        await page.getByRole('article', { name: `Delivery ${id}`, exact: true }).waitFor();
        if (tab === 'Body')
          await page
            .getByRole('region', { name: `Body of delivery ${id}`, exact: true })
            .or(page.getByText('This request has no body'))
            .first()
            .waitFor();
        found.push(...(await wrong(page, `${tab} of ${id}`)));
        if (id > 1) await page.keyboard.press('j');
      }
    }
    expect(found).toEqual([]);
    expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
    expect(troubles).toEqual([]);
    await context.close();
  });
}
