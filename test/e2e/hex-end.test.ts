import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withApp } from '../support/app.ts';
import { openBrowser, openUi } from '../support/browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser([], ['--hide-scrollbars']);
});
afterAll(() => browser.close());

const SIZE = 40_000_000;
const hex = (page: Page) => page.getByRole('region', { name: 'Bytes in hexadecimal' });

/** Offsets of the rows that are really in view, by what is drawn there. */
const inView = (page: Page): Promise<readonly number[]> =>
  hex(page).evaluate((scroller) => {
    const { top, bottom } = scroller.getBoundingClientRect();
    const rows = [...(scroller.firstElementChild?.children ?? [])].filter((row) => {
      const at = row.getBoundingClientRect();
      return at.top >= top - 1 && at.bottom <= bottom + 1;
    });
    return rows.map((row) => Number.parseInt(row.firstElementChild?.textContent ?? '', 16)).sort((a, b) => a - b);
  });
const last = async (page: Page): Promise<number | undefined> => (await inView(page)).at(-1);
const first = async (page: Page): Promise<number | undefined> => (await inView(page))[0];

test('every byte of 40 MB is reached in Hex: by keys, by the wheel and by the scroll bar', async () => {
  await withApp(async (app) => {
    const body = new Uint8Array(SIZE);
    for (let at = 0; at < SIZE; at++) body[at] = at & 0xff;
    body[SIZE - 1] = 0xa5;
    await fetch(app.captureUrl, { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body });
    const { page, context, troubles } = await openUi(browser, app);
    await page.locator('#delivery-1').click();
    await page.getByRole('article', { name: 'Delivery 1', exact: true }).waitFor();
    await page.keyboard.press('3');
    await page.getByRole('button', { name: 'Load all' }).click();
    await page.getByRole('progressbar', { name: 'Loading the body' }).waitFor();
    await page.getByRole('progressbar', { name: 'Loading the body' }).waitFor({ state: 'detached', timeout: 60_000 });
    const end = SIZE - 16;

    await hex(page).focus();
    await page.keyboard.press('End');
    await expect.poll(() => last(page)).toBe(end);
    expect(await hex(page).getByText('a5', { exact: false }).count()).toBeGreaterThan(0);
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => last(page)).toBe(end - 16);
    await page.keyboard.press('PageUp');
    const seen = (await inView(page)).length;
    await expect.poll(async () => end - ((await last(page)) ?? 0)).toBeGreaterThan((seen - 3) * 16);
    await page.keyboard.press('Home');
    await expect.poll(() => first(page)).toBe(0);

    // Rows follow one another without a hole, wherever the bar is let go.
    const box = await hex(page).boundingBox();
    if (box === null) throw new Error('Hex is not shown.');
    for (const share of [0.3, 0.77]) {
      await hex(page).evaluate((scroller, to) => {
        scroller.scrollTop = (scroller.scrollHeight - scroller.clientHeight) * to;
      }, share);
      await expect
        .poll(async () => Math.abs(((await first(page)) ?? 0) / SIZE - share), { message: String(share) })
        .toBeLessThan(0.02);
      const rows = await inView(page);
      expect(rows.length).toBeGreaterThan(10);
      expect(rows.every((offset, at) => at === 0 || offset - (rows[at - 1] ?? 0) === 16)).toBe(true);
      // A turn of the wheel moves by rows, not by the scale of the bar.
      const before = (await first(page)) ?? 0;
      await page.mouse.move(box.x + 200, box.y + 100);
      await page.mouse.wheel(0, 100);
      await expect.poll(async () => ((await first(page)) ?? 0) - before).toBe(5 * 16);
    }

    // The bar dragged to its end, as far as the pointer goes.
    await hex(page).evaluate((scroller) => {
      scroller.style.scrollbarWidth = 'auto';
      scroller.scrollTop = 0;
    });
    await expect.poll(() => first(page)).toBe(0);
    const right = box.x + box.width - 7;
    await page.mouse.move(right, box.y + 20);
    await page.mouse.down();
    for (const to of [0.2, 0.5, 0.8, 1, 1.1]) await page.mouse.move(right, box.y + box.height * to, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => last(page)).toBe(end);
    expect(troubles).toEqual([]);
    await context.close();
  });
});
