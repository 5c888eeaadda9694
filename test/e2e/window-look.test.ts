import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withApp } from '../support/app.ts';
import { openBrowser, openUi } from '../support/browser.ts';
import { fill } from '../support/fill.ts';
import { withTunnelApp } from '../support/tunnel-app.ts';
import { isLost } from '../support/tunnel-bench.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const grid = (page: Page) => page.getByRole('grid', { name: /Deliveries/ });
const outline = (page: Page, selector: string): Promise<string> =>
  page
    .locator(selector)
    .first()
    .evaluate((one) => getComputedStyle(one).outlineStyle);

test('the focus of the list shows at one row, and around the list while no row has it', async () => {
  await withApp(async (app) => {
    await fill(app, 5);
    const { page, context } = await openUi(browser, app);
    await grid(page).getByRole('row').nth(1).waitFor();
    await page.getByRole('button', { name: 'Skip to the list' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => grid(page).evaluate((one) => one === document.activeElement)).toBe(true);
    const frame = (): Promise<string> =>
      grid(page).evaluate((one) => getComputedStyle(one.parentElement as Element, '::after').borderTopStyle);
    await expect.poll(frame).toBe('solid');
    await page.keyboard.press('ArrowDown');
    await page.getByRole('article').waitFor();
    expect(await outline(page, '#delivery-5')).toBe('solid');
    expect(await outline(page, '#delivery-4')).toBe('none');
    expect(await outline(page, '[role="grid"]')).toBe('none');
    expect(await frame()).not.toBe('solid');
    await context.close();
  });
});

test('at 900 wide a lost tunnel beside an empty search stays in its place, and the destination keeps its name', async () => {
  await withTunnelApp(async (app) => {
    await app.call('createDestination', { body: { name: 'My app', url: 'http://127.0.0.1:9/' } });
    await fetch(app.captureUrl, { method: 'POST', body: 'x' });
    await app.open();
    const seen = app.log.states.length;
    await app.server.kill();
    await app.log.until(isLost, seen);
    const { page, context } = await openUi(browser, app, { width: 900, height: 800 });
    const name = page.getByRole('button', { name: /^Destination: ?My app/ }).getByText('My app', { exact: true });
    await name.waitFor();
    expect(await name.evaluate((one) => one.scrollWidth <= one.clientWidth)).toBe(true);
    await page.keyboard.press('/');
    await page.keyboard.type('nothingfits');
    await page.getByText('Nothing fits this search').waitFor();
    const note = page.getByText(/^No tunnel since/);
    await note.waitFor();
    const edges = await note.evaluate((one) => {
      const line = one.parentElement as Element;
      return { right: line.getBoundingClientRect().right, room: document.documentElement.clientWidth };
    });
    expect(edges.right).toBeLessThanOrEqual(edges.room);
    await context.close();
  });
});

test('what two deliveries differ in is read without scrolling sidewards', async () => {
  await withApp(async (app) => {
    for (const end of ['one', 'two'])
      await fetch(app.captureUrl, { method: 'POST', headers: { 'x-long': `${'word '.repeat(80)}${end}` }, body: end });
    const { page, context } = await openUi(browser, app, { width: 900, height: 800 });
    await page.locator('#delivery-1').click();
    await page.locator('#delivery-2').click({ modifiers: ['Control'] });
    await page.keyboard.press('d');
    const sides = page.getByRole('dialog').getByRole('textbox', { name: /^Head/ });
    await sides.first().waitFor();
    for (const side of await sides.all()) {
      expect(await side.innerText()).toMatch(/word (one|two)/);
      expect(await side.evaluate((one) => one.scrollWidth <= one.clientWidth)).toBe(true);
    }
    await context.close();
  });
});
