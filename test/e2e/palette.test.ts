import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withApp } from '../support/app.ts';
import { faults } from '../support/axe.ts';
import { openBrowser, openUi } from '../support/browser.ts';
import { fill } from '../support/fill.ts';
import { endpointOf } from '../support/signed-delivery.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const palette = (page: Page) => page.getByRole('dialog', { name: 'Commands' });
const ask = async (page: Page, words: string): Promise<void> => {
  await page.keyboard.press('Control+k');
  await palette(page).getByRole('combobox').fill(words);
};

test('the secrets of each endpoint are reached by a command, and a secret is added without a pointer', async () => {
  await withApp(async (app) => {
    const billing = await endpointOf(app, 'stripe', [], 'Billing');
    await endpointOf(app, 'github', [{ value: 'known' }], 'Code');
    const { page, context, troubles } = await openUi(browser, app);
    await ask(page, 'secret');
    for (const name of ['Inbox', 'Billing', 'Code'])
      await palette(page)
        .getByRole('option', { name: `Secrets of ${name}…`, exact: true })
        .waitFor();
    await palette(page).getByRole('combobox').fill('secrets of bill');
    await palette(page).getByRole('option', { name: 'Secrets of Billing…', exact: true, selected: true }).waitFor();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Billing', exact: true });
    await dialog.getByRole('tab', { name: 'Secrets', selected: true }).waitFor();
    expect(await faults(page)).toEqual([]);
    await dialog.getByRole('textbox', { name: 'Secret', exact: true }).focus();
    await page.keyboard.type('whsec_typed');
    await dialog.getByRole('button', { name: 'Add secret' }).focus();
    await page.keyboard.press('Enter');
    await expect
      .poll(async () => (await app.call('listSecrets', { params: { id: billing.id } })).map(({ name }) => name))
      .toHaveLength(1);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });

    await ask(page, 'Secrets of Code');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Code', exact: true }).getByText('secret 1').waitFor();
    expect(troubles).toEqual([]);
    await context.close();
  });
});

test('the palette has no heading without a command under it, with and without a delivery chosen', async () => {
  await withApp(async (app) => {
    await fill(app, 2);
    const { page, context } = await openUi(browser, app);
    const headings = async (): Promise<readonly (readonly [string, number])[]> =>
      palette(page)
        .getByRole('group')
        .evaluateAll((groups) =>
          groups.map((group) => {
            const name = document.getElementById(group.getAttribute('aria-labelledby') ?? '')?.textContent ?? '';
            return [name, group.querySelectorAll('[role="option"]').length] as const;
          }),
        );
    for (const chosen of [false, true]) {
      if (chosen) await page.locator('#delivery-1').click();
      await page.keyboard.press('Control+k');
      await palette(page).getByRole('option').first().waitFor();
      const seen = await headings();
      expect(seen.filter(([, count]) => count === 0)).toEqual([]);
      expect(seen.some(([name]) => name === 'Delivery')).toBe(chosen);
      await page.keyboard.press('Escape');
      await palette(page).waitFor({ state: 'detached' });
    }
    await context.close();
  });
});
