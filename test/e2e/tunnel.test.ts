import type { Browser, Locator, Page } from 'playwright-core';
import decodeQr from 'qr/decode.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withApp } from '../support/app.ts';
import { faults } from '../support/axe.ts';
import { openBrowser, openUi } from '../support/browser.ts';
import { FAST, type TunnelApp, withTunnelApp } from '../support/tunnel-app.ts';
import { isProven, sendThrough } from '../support/tunnel-bench.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Losses and retries are quick; probes are patient, because a busy machine must not lose the tunnel. */
const TIMINGS = { ...FAST, probeEveryMs: 300, graceMs: 60_000, openMs: 600_000 };
const PATIENT = { app: { tunnel: { timings: TIMINGS, probeTimeoutMs: 30_000 } } };

const chip = (page: Page): Locator => page.getByRole('button', { name: /^Tunnel:/ });
const grid = (page: Page): Locator => page.getByRole('grid');
const clipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
const strip = (page: Page, name: string): Locator => page.getByRole('region', { name });

/** No fault in light nor in dark, with the page as it stands. */
async function expectNoFaults(page: Page, state: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await faults(page, colorScheme), `${state}, ${colorScheme}`).toEqual([]);
  }
}

/** The dialog in which the tunnel is opened, by its key. */
async function openForm(page: Page): Promise<Locator> {
  await page.keyboard.press('t');
  const dialog = page.getByRole('dialog', { name: 'Open the tunnel' });
  await dialog.waitFor();
  return dialog;
}

/** What is reachable, from the palette. */
async function openReach(page: Page): Promise<Locator> {
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill('What is reachable');
  await page
    .getByRole('option', { name: /What is reachable/ })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'What is reachable' });
  await dialog.waitFor();
  return dialog;
}

/** What a camera would read from a drawing on the page. */
async function readQr(code: Locator): Promise<string> {
  const side = 400;
  const pixels = await code.evaluate(async (svg, size) => {
    const drawing = svg.cloneNode(true) as SVGElement;
    drawing.setAttribute('width', String(size));
    drawing.setAttribute('height', String(size));
    const fill = getComputedStyle(svg.querySelector('path') as SVGPathElement).fill;
    drawing.querySelector('path')?.setAttribute('fill', fill);
    const source = new Blob([new XMLSerializer().serializeToString(drawing)], { type: 'image/svg+xml' });
    const image = new Image();
    image.src = URL.createObjectURL(source);
    await image.decode();
    const context = new OffscreenCanvas(size, size).getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.fillStyle = getComputedStyle(svg).backgroundColor;
    context.fillRect(0, 0, size, size);
    context.drawImage(image, 0, 0);
    return [...context.getImageData(0, 0, size, size).data];
  }, side);
  return decodeQr({ width: side, height: side, data: Uint8Array.from(pixels) });
}

const proofAfter = (app: TunnelApp, seen: number) => app.log.until(isProven, seen);

test('from closed to open by click, proven, copied, read by a camera, delivered to, and closed', async () => {
  await withTunnelApp(async (app) => {
    const { page, context, troubles } = await openUi(browser, app);
    await expectNoFaults(page, 'closed');
    await chip(page).filter({ hasText: 'Local only' }).click();
    const panel = page.getByRole('dialog', { name: 'Tunnel' });
    await panel.getByText('Nothing is reachable from outside').waitFor();
    await expectNoFaults(page, 'closed, panel');

    await panel.getByRole('button', { name: 'Options…' }).click();
    const form = page.getByRole('dialog', { name: 'Open the tunnel' });
    await form.getByRole('radio', { name: /localtunnel/ }).waitFor();
    await form.getByRole('textbox', { name: /^Name/ }).fill('my-hooks');
    await form.getByRole('textbox', { name: /^Server/ }).fill(app.server.url);
    await form.getByText('found', { exact: false }).first().waitFor();
    await expectNoFaults(page, 'form');
    await form.getByRole('button', { name: 'Open the tunnel' }).click();

    const opened = page.getByRole('dialog', { name: 'Tunnel' });
    await opened.getByText('Open to the outside').waitFor();
    const url = `http://my-hooks.localhost:${app.server.port}${app.path}`;
    await opened.getByText(url).waitFor();
    await expectNoFaults(page, 'open, dialog');
    expect(await readQr(opened.getByRole('img', { name: /QR code/ }))).toBe(url);
    const seen = app.log.states.length;
    await opened.getByRole('button', { name: 'Check now' }).click();
    await proofAfter(app, seen);
    await page.keyboard.press('Escape');
    await opened.waitFor({ state: 'detached' });

    await chip(page)
      .filter({ hasText: /Round trip \d\ss ago/ })
      .waitFor();
    await page.getByRole('button', { name: 'Copy public URL' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await clipboard(page)).toBe(url);
    expect((await sendThrough(await clipboard(page), { body: Buffer.from('from outside') })).status).toBe(200);
    await grid(page).getByRole('row').nth(1).waitFor();

    await page.clock.setFixedTime(Date.now() + 120_000);
    await chip(page)
      .filter({ hasText: /Last round trip \d\smin ago/ })
      .waitFor();
    await expectNoFaults(page, 'stale proof');

    await chip(page).click();
    await panel.getByRole('button', { name: 'Close the tunnel' }).click();
    await chip(page).filter({ hasText: 'Local only' }).waitFor();
    expect(await app.call('status', {})).toMatchObject({ tunnel: { kind: 'closed', reason: null } });
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Copy endpoint URL' }).click();
    await expect.poll(() => clipboard(page)).toBe(app.captureUrl);
    expect(troubles).toEqual([]);
    await context.close();
  }, PATIENT);
});

test('an opening can be called off, a failed one says why in its place, and all but the token is remembered', async () => {
  await withTunnelApp(async (app) => {
    const { page, context, troubles } = await openUi(browser, app);
    const form = await openForm(page);
    await form.getByRole('radio', { name: /My own public URL/ }).check();
    await form.getByRole('button', { name: 'Open the tunnel' }).click();
    await form.getByRole('alert').getByText('Fill in “Public URL” first.').waitFor();
    await form.getByRole('textbox', { name: 'Public URL' }).fill('no address');
    await form.getByRole('button', { name: 'Open the tunnel' }).click();
    await form
      .getByRole('alert')
      .getByText(/^Give your public URL/)
      .waitFor();
    await expectNoFaults(page, 'failed');

    await form.getByRole('radio', { name: /Pinggy/ }).check();
    const token = form.getByLabel(/^Token/);
    await token.fill('very-secret');
    expect(await token.getAttribute('type')).toBe('password');

    await form.getByRole('radio', { name: /localtunnel/ }).check();
    await form.getByRole('textbox', { name: /^Server/ }).fill(app.server.url);
    await form.getByRole('button', { name: 'Fall back on Pinggy' }).press('Enter');
    await form.getByRole('button', { name: 'Fall back on localhost.run' }).press('Enter');
    await form.getByRole('button', { name: 'Move localhost.run up' }).press('Enter');
    await form.getByText('localhost.run is number 1 of 2.').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Move localhost.run up');
    await form.getByRole('button', { name: 'Remove Pinggy' }).press('Enter');
    await expectNoFaults(page, 'fall-back order');

    app.server.hang();
    await form.getByRole('button', { name: 'Open the tunnel' }).click();
    const opening = page.getByRole('dialog', { name: 'Tunnel' });
    await opening.getByText('Opening through localtunnel').waitFor();
    await page.locator('header').getByText('Opening…').waitFor();
    await expectNoFaults(page, 'opening');
    await opening.getByRole('button', { name: 'Cancel' }).click();
    await form.waitFor();
    expect(await app.call('status', {})).toMatchObject({ tunnel: { kind: 'closed' } });
    expect(await form.getByRole('alert').count()).toBe(0);

    expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain('very-secret');
    await page.reload();
    await page.getByRole('main', { name: 'Deliveries' }).waitFor();
    const again = await openForm(page);
    expect(await again.getByRole('textbox', { name: /^Server/ }).inputValue()).toBe(app.server.url);
    expect(await again.getByRole('list').getByRole('listitem').allInnerTexts()).toEqual([
      expect.stringContaining('localhost.run'),
    ]);
    expect(troubles).toEqual([]);
    await context.close();
  }, PATIENT);
});

test('an adapter that is not here says what to install, and cannot be opened', async () => {
  const path = process.env['PATH'];
  process.env['PATH'] = '/nonexistent';
  try {
    await withApp(async (app) => {
      const { page, context } = await openUi(browser, app);
      const form = await openForm(page);
      await form.getByRole('radio', { name: /cloudflared.*not found/ }).check();
      await form.getByText(/cloudflared from https|brew install cloudflared|winget install/).waitFor();
      expect(await form.getByRole('button', { name: 'Open the tunnel' }).isDisabled()).toBe(true);
      await expectNoFaults(page, 'not found');
      await form.getByRole('radio', { name: /localtunnel/ }).check();
      expect(await form.getByRole('button', { name: 'Open the tunnel' }).isDisabled()).toBe(false);
      await context.close();
    });
  } finally {
    process.env['PATH'] = path;
  }
});

test('a loss is said with its reason, mends by itself, and stays in the time-line as a gap', async () => {
  await withTunnelApp(async (app) => {
    const { page, context, troubles } = await openUi(browser, app);
    await app.open();
    await chip(page)
      .filter({ hasText: /Round trip/ })
      .waitFor();
    await app.server.kill();
    const lost = strip(page, 'Lost tunnel');
    await lost.getByText(/Senders cannot reach you/).waitFor();
    await lost.getByText(/refuses connections|lost the tunnel/).waitFor();
    await lost.getByText(/Next try in|Trying again/).waitFor();
    await expectNoFaults(page, 'lost');
    const open = await openReach(page);
    await open
      .getByRole('row', { name: /since \d\d:\d\d down/ })
      .first()
      .waitFor();
    await expectNoFaults(page, 'lost, reach');
    await page.keyboard.press('Escape');

    const seen = app.log.states.length;
    await app.server.restart();
    await lost.getByRole('button', { name: 'Try now' }).click({ timeout: 5_000 }).catch(ignoreGone);
    await proofAfter(app, seen);
    await lost.waitFor({ state: 'detached' });
    const reach = await openReach(page);
    await reach
      .getByRole('row', { name: /\d\d:\d\d:\d\d – \d\d:\d\d:\d\d down .*(?:lost the tunnel|refuses)/ })
      .first()
      .waitFor();
    await reach
      .getByRole('row', { name: /since \d\d:\d\d open/ })
      .first()
      .waitFor();
    await reach.getByText(/down once/).waitFor();
    await expectNoFaults(page, 'open again, reach');
    expect(troubles).toEqual([]);
    await context.close();
  }, PATIENT);
});

/** The strip goes when the tunnel is open again, and that may be before the button was reached. */
const ignoreGone = (): void => undefined;

test('a changed address is said across the window until senders have it', async () => {
  await withTunnelApp(async (app) => {
    const { page, context, troubles } = await openUi(browser, app);
    const first = await app.open();
    const seen = app.log.states.length;
    await app.call('openTunnel', { body: { ...app.wish, subdomain: 'other-name' } });
    const second = await proofAfter(app, seen);
    const changed = strip(page, 'Changed address');
    await changed.getByText(first.url).waitFor();
    await changed.getByText(second.url).waitFor();
    await expectNoFaults(page, 'changed');
    await changed.getByRole('button', { name: 'Copy new URL of Inbox' }).click();
    await expect.poll(() => clipboard(page)).toBe(`${second.url}${app.path}`);
    await page.reload();
    await changed.getByRole('button', { name: 'Senders have it' }).click();
    await changed.waitFor({ state: 'detached' });
    expect(await app.call('status', {})).toMatchObject({ tunnel: { kind: 'open', urlChangedFrom: null } });
    expect(troubles).toEqual([]);
    await context.close();
  }, PATIENT);
});

test('limits are set in the endpoint’s dialog, warn where they let nobody in, refuse, and are taken back', async () => {
  await withTunnelApp(async (app) => {
    const { page, context, troubles } = await openUi(browser, app);
    const { url } = await app.open();
    const openLimits = async (): Promise<Locator> => {
      await page.getByRole('button', { name: 'Actions of Inbox' }).click();
      await page.getByRole('menuitem', { name: 'Limits…' }).click();
      return page.getByRole('dialog', { name: 'Inbox' });
    };
    const post = async (headers: readonly string[] = []) =>
      (await sendThrough(`${url}${app.path}`, { headers, body: Buffer.from('x') })).status;
    const limits = await openLimits();
    const save = limits.getByRole('button', { name: 'Save' });
    await limits.getByRole('textbox', { name: 'Allowed addresses' }).fill('example.com');
    await save.click();
    await limits
      .getByRole('alert')
      .getByText(/Give addresses or ranges.*\(example\.com\)/)
      .waitFor();
    await limits.getByText(/lets nobody in/).waitFor();
    await expectNoFaults(page, 'limits');
    await limits.getByRole('textbox', { name: 'Allowed addresses' }).fill('203.0.113.0/24');
    await save.click();
    await limits.waitFor({ state: 'detached' });
    expect(await post()).toBe(403);

    await openLimits();
    await limits.getByRole('textbox', { name: 'Allowed addresses' }).fill('');
    await limits.getByRole('switch', { name: /user name and a password/ }).click();
    await save.click();
    await limits
      .getByRole('alert')
      .getByText(/user name/)
      .waitFor();
    await limits.getByRole('textbox', { name: 'User name' }).fill('ada');
    await limits.getByRole('textbox', { name: 'Password' }).fill('a secret');
    await save.click();
    await limits.waitFor({ state: 'detached' });
    const basic = ['Authorization', `Basic ${Buffer.from('ada:a secret').toString('base64')}`];
    expect([await post(), await post(basic)]).toEqual([401, 200]);

    await openLimits();
    await limits.getByText('A password is set for ada.').waitFor();
    await limits.getByText(/\d requests? of all endpoints/).waitFor();
    expect(await page.content()).not.toContain('a secret');
    await expectNoFaults(page, 'limits, password set');
    await limits.getByRole('textbox', { name: 'Deliveries a minute' }).fill('600');
    await save.click();
    await limits.waitFor({ state: 'detached' });
    expect([await post(), await post(basic)]).toEqual([401, 200]);

    const reach = await openReach(page);
    await reach.getByText('takes deliveries from anyone who knows this address, with user name and password').waitFor();
    await reach.getByRole('button', { name: 'Limits of Inbox' }).click();
    await limits.getByRole('switch').click();
    await save.click();
    await limits.waitFor({ state: 'detached' });
    expect(await post()).toBe(200);
    expect(troubles).toEqual([expect.stringContaining('400 (Bad Request)')]);
    await context.close();
  }, PATIENT);
});

test('at 900 wide and at 200 percent the bar holds a public address and a proof', async () => {
  await withTunnelApp(async (app) => {
    await app.open();
    for (const view of [
      { width: 900, height: 800 },
      { width: 720, height: 450 },
      { width: 450, height: 400 },
    ]) {
      const { page, context } = await openUi(browser, app, view);
      await chip(page)
        .filter({ hasText: /Round trip/ })
        .click();
      const panel = page.getByRole('dialog', { name: 'Tunnel' });
      await panel.getByRole('button', { name: 'Close the tunnel' }).scrollIntoViewIfNeeded();
      const hidden = await page.locator('header button').evaluateAll(
        (buttons) =>
          buttons.filter((button) => {
            const { left, top, width, height } = button.getBoundingClientRect();
            const there = document.elementFromPoint(left + width / 2, top + height / 2);
            return !(button.contains(there) || there?.closest('[role="dialog"]'));
          }).length,
      );
      expect(hidden, `buttons under others, ${view.width} wide`).toBe(0);
      const boxes = await Promise.all(
        [chip(page), page.getByRole('button', { name: 'Copy public URL' }).first(), panel].map((one) =>
          one.boundingBox(),
        ),
      );
      for (const box of boxes)
        expect((box?.x ?? 0) + (box?.width ?? 0), `${view.width} wide`).toBeLessThanOrEqual(view.width);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, `${view.width} wide`).toBe(0);
      expect(await faults(page), `${view.width} wide`).toEqual([]);
      await context.close();
    }
  }, PATIENT);
});
