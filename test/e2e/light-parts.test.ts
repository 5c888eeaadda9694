import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withApp } from '../support/app.ts';
import { openBrowser, openUi } from '../support/browser.ts';
import { fill } from '../support/fill.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const focusedText = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');

test('menus, tips and the line between the panes work with pointer and keys, and the line stays where it was put', async () => {
  await withApp(async (app) => {
    await fill(app, 3);
    const { page, context, troubles } = await openUi(browser, app);
    const rows = page.getByRole('grid', { name: /Deliveries/ }).getByRole('row');
    await rows.nth(1).waitFor();

    const theme = page.getByRole('button', { name: 'Theme' });
    await theme.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitemcheckbox').first().waitFor();
    await expect.poll(() => focusedText(page)).toBe(await page.getByRole('menuitemcheckbox').first().textContent());
    expect(await theme.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('ArrowDown');
    expect(await focusedText(page)).toBe(await page.getByRole('menuitemcheckbox').nth(1).textContent());
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await expect.poll(() => focusedText(page)).toBe('Theme');
    await page.keyboard.press('ArrowDown');
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('Escape');
    // The button opens and closes; a click elsewhere closes as well.
    await theme.click();
    await page.getByRole('menu').waitFor();
    await theme.click();
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await theme.click();
    await page.getByRole('menu').waitFor();
    await page.mouse.click(700, 600);
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await rows.nth(2).click({ button: 'right' });
    const menu = page.getByRole('menu', { name: 'Delivery' });
    const [place, row] = await Promise.all([menu.boundingBox(), rows.nth(2).boundingBox()]);
    expect(Math.abs((place?.x ?? 0) - ((row?.x ?? 0) + (row?.width ?? 0) / 2))).toBeLessThan(10);
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached' });

    const tip = page.getByRole('tooltip');
    await theme.hover();
    await tip.waitFor();
    expect(await tip.textContent()).toBe('Theme');
    const box = await tip.boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(1440);
    await tip.hover();
    expect(await tip.count()).toBe(1);
    await page.keyboard.press('Escape');
    expect(await tip.count()).toBe(0);
    await page.mouse.move(700, 600);
    await page.getByRole('button', { name: 'Side bar' }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    await tip.getByText('Side bar').waitFor();

    const line = page.getByRole('separator', { name: 'Size of the list' });
    const share = async () => Number(await line.getAttribute('aria-valuenow'));
    const first = await share();
    await line.focus();
    await page.keyboard.press('ArrowLeft');
    expect(await share()).toBe(first - 5);
    await page.keyboard.press('Home');
    expect((await page.getByRole('grid').boundingBox())?.width).toBeGreaterThanOrEqual(355);
    await page.keyboard.press('End');
    const { x = 0, y = 0, height = 0 } = (await line.boundingBox()) ?? {};
    expect(1440 - x).toBeGreaterThanOrEqual(400);
    await page.mouse.move(x, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x - 200, y + height / 2, { steps: 5 });
    await page.mouse.up();
    await expect.poll(async () => (await line.boundingBox())?.x ?? 0).toBeLessThan(x - 190);
    const kept = await share();
    await page.reload();
    await rows.nth(1).waitFor();
    await expect.poll(share).toBe(kept);
    expect(troubles).toEqual([]);
    await context.close();
  });
});

test('a part of the page that cannot be fetched while the server is away comes once it is back', async () => {
  await withApp(async (app) => {
    await fill(app, 2);
    const { page, context } = await openUi(browser, app);
    await page.getByRole('grid').getByRole('row').nth(1).waitFor();
    let away = true;
    await page.route(/assets\/dialogs-.*\.js/, (route) => (away ? route.abort() : route.continue()));
    await page.reload();
    await page.getByRole('grid').getByRole('row').nth(1).waitFor();
    await page.keyboard.press('?');
    expect(await page.getByRole('grid').count()).toBe(1);
    away = false;
    await page.getByRole('dialog').waitFor();
    await context.close();
  });
});
