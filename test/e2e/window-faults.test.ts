import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestApp, withApp } from '../support/app.ts';
import { openBrowser, openUi } from '../support/browser.ts';
import { fill } from '../support/fill.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const grid = (page: Page) => page.getByRole('grid', { name: /Deliveries/ });

/** Whether what is drawn in the middle of an element is the element itself. */
const isInView = (page: Page, selector: string): Promise<boolean> =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      const there = document.elementFromPoint(left + Math.min(width / 2, 60), top + height / 2);
      return there !== null && (element.contains(there) || there.contains(element));
    });

test('in a small window the side bar is a drawer: closed at first, with a veil, and left by Escape', async () => {
  await withApp(async (app) => {
    await fill(app, 3);
    const { page, context } = await openUi(browser, app, { width: 720, height: 450 });
    await grid(page).getByRole('row').nth(1).click();
    await page.getByRole('article').waitFor();
    expect(await page.getByRole('navigation', { name: 'Side bar' }).count()).toBe(0);
    for (const selector of ['article h2', '[role="tab"]', '[id^="delivery-"]', '[role="columnheader"]'])
      expect([selector, await isInView(page, selector)]).toEqual([selector, true]);
    await page.getByRole('button', { name: 'Side bar' }).click();
    const bar = page.getByRole('navigation', { name: 'Side bar' });
    await bar.waitFor();
    expect(await isInView(page, '[role="tab"]')).toBe(false);
    await bar.getByRole('button', { name: /^All endpoints/ }).focus();
    await page.keyboard.press('Escape');
    await bar.waitFor({ state: 'detached' });
    await context.close();
  });
});

async function furnish(app: TestApp): Promise<void> {
  await fill(app, 3);
  for (let at = 0; at < 4; at++) {
    await app.call('createEndpoint', { body: { name: `Endpoint ${at}` } });
    await app.call('createDestination', { body: { name: `App ${at}`, url: `http://127.0.0.1:${9 + at}/` } });
  }
}

test('the Tab key reaches the list in few presses and never loses the focus; arrows walk the side bar', async () => {
  await withApp(async (app) => {
    await furnish(app);
    const { page, context } = await openUi(browser, app);
    await grid(page).getByRole('row').nth(1).waitFor();
    const focused = (): Promise<string> =>
      page.evaluate(() => {
        const { activeElement: one } = document;
        return one === null || one === document.body ? 'nothing' : (one.getAttribute('role') ?? one.tagName);
      });
    const stops: string[] = [];
    for (let press = 0; press < 30 && stops.at(-1) !== 'grid'; press++) {
      await page.keyboard.press('Tab');
      stops.push(await focused());
    }
    expect(stops).not.toContain('nothing');
    expect(stops.at(-1)).toBe('grid');
    expect(stops.length, stops.join(', ')).toBeLessThanOrEqual(7);
    const box = stops.indexOf('combobox');
    expect(box).toBeGreaterThan(0);
    // Every button of the bar is reached by arrows from the stop that it shares, also one that came later.
    await app.call('createEndpoint', { body: { name: 'Came later' } });
    await page.getByRole('button', { name: /^Came later/ }).waitFor();
    for (const toolbar of await page.getByRole('toolbar').all()) {
      const buttons = toolbar.getByRole('button');
      expect(await toolbar.locator('button[tabindex="0"]').count()).toBe(1);
      await toolbar.locator('button[tabindex="0"]').focus();
      await page.keyboard.press('Home');
      for (const button of await buttons.all()) {
        expect(await button.evaluate((one) => one === document.activeElement)).toBe(true);
        await page.keyboard.press('ArrowRight');
      }
    }
    // The skip link is the first stop and ends at the list with one more key.
    await page.getByRole('button', { name: 'Skip to the list' }).focus();
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('grid');
    expect(
      await page.locator('nav button').evaluateAll((all) => all.filter(({ tabIndex }) => tabIndex === 0).length),
    ).toBe(1);
    expect(await page.locator('nav button').count()).toBeGreaterThan(15);
    await page.locator('nav [tabindex="0"]').focus();
    for (let at = 0; at < 3; at++) await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(() => document.activeElement?.closest('nav') !== null)).toBe(true);
    await context.close();
  });
});

test('where the system sets the colours, what is chosen shows as a line', async () => {
  await withApp(async (app) => {
    await fill(app, 3);
    const { page, context } = await openUi(browser, app);
    await page.emulateMedia({ forcedColors: 'active' });
    await grid(page).getByRole('row').nth(1).click();
    await page.getByRole('article').waitFor();
    await page.keyboard.press('3');
    for (const selector of [
      '[role="row"][aria-selected="true"]',
      'nav [aria-current="true"]',
      '[role="tab"][data-state="active"]',
      '[data-state="on"]',
    ]) {
      const chosen = page.locator(selector).first();
      await chosen.waitFor();
      expect([selector, await chosen.evaluate((one) => getComputedStyle(one).outlineStyle)]).toEqual([
        selector,
        'solid',
      ]);
    }
    await page.getByRole('button', { name: 'Theme' }).click();
    await page.keyboard.press('ArrowDown');
    const item = page.locator('[data-highlighted]');
    await item.waitFor();
    expect(await item.evaluate((one) => getComputedStyle(one).outlineStyle)).toBe('solid');
    await context.close();
  });
});

test('while the server is away one message tells so, and nothing that needs it opens', async () => {
  await withApp(async (app) => {
    await fill(app, 3);
    const { page, context } = await openUi(browser, app);
    await grid(page).getByRole('row').nth(1).click();
    await page.getByRole('article').waitFor();
    await page.route('**/api/**', (route) => route.abort());
    await app.restart({ samePorts: true });
    const line = page.getByText(/^Hookglass stopped/);
    await line.waitFor();
    await grid(page).getByRole('row').nth(2).click();
    await page.keyboard.press('r');
    await page.getByText(/^Hookglass is stopped/).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.getByRole('button', { name: 'New endpoint' }).click();
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await page.getByText(/does not answer/).count()).toBe(0);
    await page.unroute('**/api/**');
    await line.waitFor({ state: 'detached' });
    await page.getByRole('article', { name: 'Delivery 2', exact: true }).waitFor();
    await context.close();
  });
});

test('the rail’s figures are right after an undo', async () => {
  await withApp(async (app) => {
    await fill(app, 5);
    const { page, context } = await openUi(browser, app);
    const all = page.getByRole('button', { name: /^All endpoints/ });
    await expect.poll(() => all.innerText()).toContain('5');
    await grid(page).getByRole('row').nth(1).click();
    await page.keyboard.press('Delete');
    await page
      .getByRole('alertdialog')
      .or(page.getByRole('dialog'))
      .getByRole('button', { name: /^Delete/ })
      .click();
    await expect.poll(() => all.innerText()).toContain('4');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => all.innerText()).toContain('5');
    await context.close();
  });
});

const BODIES: readonly (readonly [
  name: string,
  headers: Record<string, string>,
  body: Uint8Array,
  shown: RegExp,
  notes: RegExp | null,
])[] = [
  [
    'gzip said, plain sent',
    { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    Buffer.from('{"m":"plain"}'),
    /"plain"/,
    /says “gzip”/,
  ],
  [
    'utf-8 as a coding',
    { 'content-type': 'application/json', 'content-encoding': 'utf-8' },
    Buffer.from('{"m":"x1"}'),
    /"x1"/,
    /“utf-8” is no coding/,
  ],
  [
    'two members',
    { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' },
    Buffer.concat([gzipSync('{"a":1}\n'), gzipSync('{"second":2}\n')]),
    /"second"/,
    /2 gzip members/,
  ],
  [
    'zstd',
    { 'content-type': 'application/json', 'content-encoding': 'zstd' },
    zstdCompressSync('{"m":"zstd"}'),
    /"zstd"/,
    /Decoded for viewing/,
  ],
  [
    'latin-1 in XML',
    { 'content-type': 'application/xml' },
    Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>caf\xe9</a>', 'latin1'),
    /café/,
    /as the document declares/,
  ],
  [
    'UTF-16 by its type',
    { 'content-type': 'text/xml; charset=utf-16le' },
    Buffer.from('<a>café</a>', 'utf16le'),
    /café/,
    /utf-16le/,
  ],
  [
    'a log',
    { 'content-type': 'text/plain' },
    Buffer.from('[ERROR] disk full, retrying:  3 times'),
    /\[ERROR\] disk full, retrying: {2}3 times/,
    null,
  ],
];

test('bodies are readable, whatever their headers say', async () => {
  await withApp(async (app) => {
    for (const [, headers, body] of BODIES)
      await fetch(app.captureUrl, { method: 'POST', headers, body: new Uint8Array(body) });
    const { page, context, troubles } = await openUi(browser, app);
    await grid(page).getByRole('row').nth(BODIES.length).click();
    await page.getByRole('article', { name: 'Delivery 1', exact: true }).waitFor();
    await page.keyboard.press('3');
    for (const [at, [name, , , shown, notes]] of BODIES.entries()) {
      const body = page.getByRole('region', { name: `Body of delivery ${at + 1}` });
      await body.waitFor();
      await expect.poll(() => body.innerText(), { message: name }).toMatch(notes ?? /./);
      await expect.poll(() => body.locator('.cm-content').innerText(), { message: name }).toMatch(shown);
      await page.keyboard.press('k');
    }
    expect(troubles).toEqual([]);
    await context.close();
  });
});

test('a key that needs another number of deliveries says so', async () => {
  await withApp(async (app) => {
    await fill(app, 3);
    const { page, context, troubles } = await openUi(browser, app);
    const rows = grid(page).getByRole('row');
    await rows.nth(1).waitFor();
    await page.keyboard.press('r');
    await page.getByText('Choose a delivery first.').waitFor();
    await rows.nth(1).click();
    await page.keyboard.press('d');
    await page.getByText('Choose two deliveries to compare: hold Shift or Ctrl and click.').waitFor();
    await rows.nth(2).click({ modifiers: ['Shift'] });
    await page.keyboard.press('Shift+R');
    await page.getByText('Choose a single delivery for this.').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(troubles).toEqual([]);
    await context.close();
  });
});
