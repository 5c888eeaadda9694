import { brotliCompressSync, constants, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withApp } from '../support/app.ts';
import { openBrowser, openUi } from '../support/browser.ts';
import { heapBytes, openBodies } from '../support/open-bodies.ts';
import { sendRaw } from '../support/raw-client.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const JSON_TYPE = { 'content-type': 'application/json' };
const ITEMS = Array.from({ length: 1_000_000 }, (_, at) => at);
const ORDINARY = JSON.stringify({ items: ITEMS.slice(0, 20_000).map((id) => ({ id, name: `Item ${id}` })) });
const MEMBER = gzipSync('line\n');
const GIB = Buffer.alloc(1 << 30);
const WIDE_BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 2, [constants.BROTLI_PARAM_LGWIN]: 24 } };

/** Bodies that are opened whole: name, headers, body, what is told of it once all is loaded. The first ones are ordinary. */
const BODIES: readonly (readonly [
  name: string,
  headers: Readonly<Record<string, string>>,
  body: string | Buffer,
  told: RegExp | null,
])[] = [
  ['ordinary JSON', JSON_TYPE, ORDINARY, null],
  ['one line of 500 KB', { 'content-type': 'text/plain' }, 'word '.repeat(100_000), null],
  ['brotli of 1 GiB', { 'content-encoding': 'br' }, brotliCompressSync(GIB, WIDE_BROTLI), /stopped at 64 MB/],
  ['deflate of 1 GiB', { 'content-encoding': 'deflate' }, deflateSync(GIB), /stopped at 64 MB/],
  [
    'zstd and gzip of JSON',
    { ...JSON_TYPE, 'content-encoding': 'zstd, gzip' },
    gzipSync(zstdCompressSync(JSON.stringify(ITEMS))),
    /Decoded for viewing \(zstd, gzip\)/,
  ],
  [
    'gzip in 50,000 members',
    { 'content-type': 'text/plain', 'content-encoding': 'gzip' },
    Buffer.concat(Array.from({ length: 50_000 }, () => MEMBER)),
    /50,000 gzip members/,
  ],
  ['an array of a million', JSON_TYPE, JSON.stringify(ITEMS), /stops after 1,000,000 values|200,000 lines|characters/],
  ['a million keys', JSON_TYPE, `{${ITEMS.map((at) => `"k${at}":${at}`).join()}}`, /values|characters/],
  ['JSON 500,000 deep', JSON_TYPE, '['.repeat(500_000) + ']'.repeat(500_000), /8,000,000 characters/],
  ['one line of 40 MB', { 'content-type': 'text/plain' }, 'a'.repeat(40_000_000), /524,288 of 40,000,000/],
  [
    'a million lines',
    { 'content-type': 'text/plain' },
    Array.from({ length: 1_000_000 }, (_, at) => `line ${at}`).join('\n'),
    /characters are shown/,
  ],
  [
    'XML entities and 200,000 elements',
    { 'content-type': 'application/xml' },
    `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>${'<i>&c;</i>'.repeat(200_000)}</a>`,
    null,
  ],
];

/** Watch how long the page goes without a frame, from now on. */
const watchFrames = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const watched = globalThis as unknown as { longestGapMs: number; frame: number };
    cancelAnimationFrame(watched.frame);
    watched.longestGapMs = 0;
    let last = performance.now();
    const tick = (): void => {
      const now = performance.now();
      watched.longestGapMs = Math.max(watched.longestGapMs, now - last);
      last = now;
      watched.frame = requestAnimationFrame(tick);
    };
    watched.frame = requestAnimationFrame(tick);
  });
const longestGapMs = (page: Page): Promise<number> =>
  page.evaluate(() => (globalThis as unknown as { longestGapMs: number }).longestGapMs);

test('bodies made to exhaust a viewer are loaded whole, in every mode, and frames go on', async () => {
  await withApp(async (app) => {
    const { page, context, troubles } = await openBodies(browser, app, BODIES);
    const gaps: [name: string, gapMs: number][] = [];
    for (const [at, [name, , , told]] of BODIES.entries()) {
      await watchFrames(page);
      const body = page.getByRole('region', { name: `Body of delivery ${at + 1}`, exact: true });
      await body.waitFor();
      const all = body.getByRole('button', { name: 'Load all' });
      if ((await all.count()) > 0) {
        await all.click();
        await expect
          .poll(() => body.innerText(), { message: name, timeout: 60_000 })
          .not.toMatch(/Load all|Reading|Loading/);
      }
      if (told !== null) await expect.poll(() => body.innerText(), { message: name, timeout: 30_000 }).toMatch(told);
      for (const mode of ['Tree', 'Raw', 'Hex', 'Pretty']) {
        const choice = body.getByRole('radio', { name: mode });
        if (await choice.isDisabled()) continue;
        await choice.click();
        await expect.poll(() => choice.getAttribute('data-state'), { message: `${name}, ${mode}` }).toBe('on');
        if (mode === 'Tree' || mode === 'Hex') {
          await body.locator('[tabindex="0"][role="tree"], section[tabindex="0"]').first().focus();
          await page.keyboard.press('End');
          await page.keyboard.press('Home');
        }
      }
      // A key elsewhere is handled meanwhile.
      await page.keyboard.press('Escape');
      gaps.push([name, await longestGapMs(page)]);
      const heap = await heapBytes(page);
      expect([name, heap < 1_000e6]).toEqual([name, true]);
      if (at + 1 < BODIES.length) await page.locator(`#delivery-${at + 2}`).click();
    }
    // As a ratio within the run: what is ordinary costs its layout too, on whatever machine.
    const ordinary = Math.max(...gaps.slice(0, 2).map(([, gapMs]) => gapMs));
    expect(gaps.filter(([, gapMs]) => gapMs > 6 * ordinary)).toEqual([]);
    expect(troubles).toEqual([]);
    await context.close();
  });
}, 300_000);

test('three thousand header lines are shown, copied and left again', async () => {
  await withApp(async (app) => {
    const lines = Array.from({ length: 3_000 }, (_, at) => `X-Line-${at}: ${at}`);
    const path = new URL(app.captureUrl).pathname;
    const { status } = await sendRaw(
      app.capturePort,
      `POST ${path} HTTP/1.1\r\nHost: x\r\n${lines.join('\r\n')}\r\nContent-Length: 0\r\n\r\n`,
    );
    expect(status).toBe(200);
    const { page, context, troubles } = await openUi(browser, app);
    await page.locator('#delivery-1').click();
    await page.getByRole('article', { name: 'Delivery 1', exact: true }).waitFor();
    await page.keyboard.press('2');
    await page.locator('th[scope="row"]', { hasText: 'X-Line-2999' }).waitFor();
    await page.getByRole('button', { name: 'Copy all header lines' }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied.split('\n').filter((line) => line.startsWith('X-Line-')).length).toBe(3_000);
    await page.keyboard.press('1');
    await page.getByText('Someone sent a POST request').waitFor();
    expect(troubles).toEqual([]);
    await context.close();
  });
});
