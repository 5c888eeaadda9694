import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestApp, withApp } from '../support/app.ts';
import { faults } from '../support/axe.ts';
import { openBrowser, openUi } from '../support/browser.ts';
import { fill } from '../support/fill.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Every screen that a keyboard reaches, by name. */
const SCREENS: readonly { readonly name: string; readonly open: (page: Page) => Promise<void> }[] = [
  { name: 'list', open: async () => undefined },
  ...['Overview', 'Headers', 'Body', 'Signature', 'Sends', 'Notes'].map((tab, at) => ({
    name: tab,
    open: async (page: Page) => {
      if ((await page.getByRole('article').count()) === 0) await page.keyboard.press('j');
      await page.getByRole('article').waitFor();
      await page.keyboard.press(String(at + 1));
      await page.getByRole('tab', { name: new RegExp(tab), selected: true }).waitFor();
    },
  })),
  ...[
    'Settings',
    'What is reachable',
    'New endpoint',
    'New destination',
    'Keyboard help',
    'Edit and replay',
    'Export',
  ].map((title) => ({
    name: title,
    open: async (page: Page) => {
      if ((await page.getByRole('article').count()) === 0) await page.keyboard.press('j');
      await page.getByRole('article').waitFor();
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').getByRole('combobox').fill(title);
      await page
        .getByRole('option', { name: new RegExp(title) })
        .first()
        .waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: 'Commands' }).waitFor({ state: 'detached' });
      await page.locator('[role="dialog"], [role="menu"]').first().waitFor();
    },
  })),
];

async function prepare(app: TestApp): Promise<void> {
  await fill(app, 5);
  for (const provider of ['contentstack', 'contentful', 'datocms'])
    await app.call('sendSample', { params: { id: 1 }, body: { provider } });
  const destination = await app.call('createDestination', { body: { name: 'App', url: 'http://127.0.0.1:9/' } });
  await app.call('replay', { body: { deliveryIds: [8], destinationId: destination.id } });
  await app.app.replayer.idle();
}

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  test('axe finds nothing on any screen', async () => {
    await withApp(async (app) => {
      const empty = await openUi(browser, app, { colorScheme });
      expect(await faults(empty.page, colorScheme), 'empty').toEqual([]);
      await empty.context.close();
      await prepare(app);
      const { page, context, troubles } = await openUi(browser, app, { colorScheme });
      await page.getByRole('grid').getByRole('row').nth(1).waitFor();
      for (const { name, open } of SCREENS) {
        await open(page);
        expect(await faults(page, colorScheme), name).toEqual([]);
        await page.keyboard.press('Escape');
      }
      expect(troubles).toEqual([]);
      await context.close();
    });
  }, 240_000);
});

test('at 900 wide and at 200 percent nothing runs over the edge', async () => {
  await withApp(async (app) => {
    await prepare(app);
    for (const view of [
      { width: 900, height: 800 },
      { width: 720, height: 450 },
    ]) {
      const { page, context } = await openUi(browser, app, view);
      await page.getByRole('grid').getByRole('row').nth(1).click();
      await page.getByRole('article').waitFor();
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, `${view.width} wide`).toBe(0);
      expect(await faults(page), `${view.width} wide`).toEqual([]);
      await context.close();
    }
  });
});
