import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withApp } from '../support/app.ts';
import { faults } from '../support/axe.ts';
import { openBrowser, openUi } from '../support/browser.ts';
import { fill } from '../support/fill.ts';
import { joinHeaders } from '../support/localtunnel-server.ts';
import { withTunnelApp } from '../support/tunnel-app.ts';
import { isLost, isProven, sendThrough } from '../support/tunnel-bench.ts';

/** Time enough for each proof on a loaded machine: the tunnel is lost here when its server goes, and not before. */
const CALM = { timings: { firstRetryMs: 40, mostRetryMs: 400 }, probeTimeoutMs: 10_000 };

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** The rendered rows from top to bottom: the ids of deliveries, and what the lines of gaps say. */
const rowsOf = (page: Page): Promise<readonly string[]> =>
  page
    .getByRole('grid')
    .evaluate((grid) =>
      [...grid.querySelectorAll('[role="row"][aria-rowindex]:not([aria-rowindex="1"])')]
        .sort((a, b) => Number(a.getAttribute('aria-rowindex')) - Number(b.getAttribute('aria-rowindex')))
        .map((row) => row.id || (row.textContent ?? '')),
    );
const kindsOf = async (page: Page): Promise<readonly string[]> =>
  (await rowsOf(page)).map((row) => (row.startsWith('No tunnel') ? 'gap' : row.replace('delivery-', '')));

test.each(['light', 'dark'] as const)(
  'a tunnel that flaps is drawn between its deliveries, live, in %s',
  async (colorScheme) => {
    await withTunnelApp(
      async (app) => {
        const { url } = await app.open();
        const headers = ['X-Twice', '1', 'X-Twice', '2', 'X-Forwarded-For', '203.0.113.9'];
        await sendThrough(`${url}${app.path}/first`, { headers });
        const { page, context, troubles } = await openUi(browser, app, { colorScheme });
        await expect.poll(() => kindsOf(page)).toEqual(['1']);

        const seen = app.log.states.length;
        await app.server.kill();
        await app.log.until(isLost, seen);
        await expect.poll(() => kindsOf(page)).toEqual(['gap', '1']);
        await fetch(app.captureUrl, { method: 'POST', body: 'from here' });
        await expect.poll(() => kindsOf(page)).toEqual(['gap', '2', '1']);
        expect((await rowsOf(page))[0]).toMatch(/^No tunnel since \d\d:\d\d.*refused/);
        expect(await page.getByRole('row', { name: /later: no tunnel since/ }).getAttribute('id')).toBe('delivery-2');
        expect(await faults(page, colorScheme), 'a gap that lasts').toEqual([]);

        await app.server.restart();
        await app.log.until(isProven, seen);
        await sendThrough(`${url}${app.path}/second`, { headers });
        await expect.poll(() => kindsOf(page)).toEqual(['3', 'gap', '2', '1']);
        expect((await rowsOf(page))[1]).toMatch(/^No tunnel \d\d:\d\d(:\d\d)?/);
        const grid = page.getByRole('grid');
        expect(await grid.getAttribute('aria-rowcount')).toBe('5');
        expect(await page.getByRole('row', { name: /earlier: no tunnel/ }).getAttribute('id')).toBe('delivery-3');
        const line = page.getByRole('gridcell', { name: /^No tunnel/ });
        expect(await line.getAttribute('title')).toMatch(/^\d{4}-\d\d-\d\d .* to \d{4}-\d\d-\d\d .*refused/);

        await page.locator('#delivery-3').click();
        await page.keyboard.press('ArrowDown');
        expect(await grid.getAttribute('aria-activedescendant')).toBe('delivery-2');
        await page.getByText('Local, not through the tunnel').waitFor();
        await line.click();
        expect(await grid.getAttribute('aria-activedescendant')).toBe('delivery-2');
        await page.locator('#delivery-2').click();
        await page.keyboard.press('ArrowUp');
        await page.getByText(`Through localtunnel at ${url}`).waitFor();
        await page.getByText('203.0.113.9, as told by the tunnel (X-Forwarded-For): nobody vouches for it').waitFor();
        await page.getByText('This tunnel joins several header lines of one name into one.').waitFor();
        expect(await faults(page, colorScheme), 'overview').toEqual([]);
        await page.getByRole('tab', { name: /^Headers/ }).click();
        const note = page.getByRole('complementary', { name: 'What the tunnel changed' });
        await note.getByText('This tunnel writes header names in lower case.').waitFor();
        await note.getByText('On the way were added: x-forwarded-for.').waitFor();
        expect(await faults(page, colorScheme), 'headers').toEqual([]);
        expect(troubles).toEqual([]);
        await context.close();
      },
      { server: { passHead: joinHeaders }, app: { tunnel: CALM } },
    );
  },
);

test('nothing moves under the pointer when a gap begins while the user looks at something', async () => {
  await withTunnelApp(
    async (app) => {
      await fill(app, 60);
      await app.open();
      const { page, context } = await openUi(browser, app);
      const grid = page.getByRole('grid');
      const row = page.locator('#delivery-55');
      await row.click();
      // Below the top of the list: other parts of the window may come and go above it.
      const place = async () => ((await row.boundingBox())?.y ?? 0) - ((await grid.boundingBox())?.y ?? 0);
      const before = await place();
      const seen = app.log.states.length;
      await app.server.kill();
      await app.log.until(isLost, seen);
      await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe('62');
      expect(await place()).toBe(before);
      await page.keyboard.press('Home');
      await expect.poll(() => kindsOf(page)).toEqual(expect.arrayContaining(['gap', '60']));
      expect((await kindsOf(page)).slice(0, 2)).toEqual(['gap', '60']);
      await context.close();
    },
    { app: { tunnel: CALM } },
  );
});

test('a long list has each gap in its place, to its end, and with a search', async () => {
  await withApp(async (app) => {
    const from = Date.now();
    await fill(app, 1_500);
    const [oldest] = (await app.call('listDeliveries', { query: { query: 'id:1' } })).deliveries;
    const start = oldest?.at ?? from;
    const { store } = app.app;
    const put = (at: number) => store.gaps.put({ id: at, from: at, to: at + 300, reason: 'The server went away.' });
    await store.writer.write(() => {
      put(start - 5_000);
      for (const id of [1, 700, 1_200, 1_499]) put(start + (id - 1) * 1_000 + 200);
      for (const id of [1, 700]) put(start + (id - 1) * 1_000 + 600);
    });
    const { page, context, troubles } = await openUi(browser, app);
    const grid = page.getByRole('grid');
    await page.locator('#delivery-1500').waitFor();
    await expect.poll(async () => (await kindsOf(page)).slice(0, 3)).toEqual(['1500', 'gap', '1499']);
    await page.locator('#delivery-1500').click();
    await expect
      .poll(
        async () => {
          await page.keyboard.press('End');
          return (await kindsOf(page)).slice(-4);
        },
        { timeout: 20_000 },
      )
      .toEqual(['2', 'gap', '1', 'gap']);
    expect(await grid.getAttribute('aria-rowcount')).toBe(String(1 + 1_500 + 5));
    expect(await page.getByRole('row').last().getAttribute('aria-rowindex')).toBe(String(1 + 1_500 + 5));
    expect(await page.locator('#delivery-1').getAttribute('aria-label')).toMatch(/earlier: no tunnel/);

    await page.getByRole('combobox', { name: 'Search deliveries' }).fill('id:1500,1201,701,2');
    await expect.poll(() => kindsOf(page)).toEqual(['1500', 'gap', '1201', 'gap', '701', 'gap', '2', 'gap']);
    expect((await rowsOf(page))[5]).toMatch(/^No tunnel .* The server went away\.$/);
    expect((await rowsOf(page)).at(-1)).toMatch(/^No tunnel 3 times within /);
    await page.getByRole('combobox', { name: 'Search deliveries' }).fill('zzz-nothing');
    await page.getByText('Nothing fits this search').waitFor();
    await page.getByText(/^No tunnel 7 times within /).waitFor();
    expect(await faults(page), 'nothing found').toEqual([]);
    expect(troubles).toEqual([]);
    await context.close();
  });
});
