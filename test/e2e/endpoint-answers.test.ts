import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withApp } from '../support/app.ts';
import { faults } from '../support/axe.ts';
import { openBrowser, openUi } from '../support/browser.ts';
import { endpointOf } from '../support/signed-delivery.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** The part of an endpoint's dialog that tells and changes its reply. */
async function openReply(page: Page, name: string) {
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill(`Secrets of ${name}`);
  await page.getByRole('option', { name: `Secrets of ${name}…`, exact: true, selected: true }).waitFor();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name, exact: true });
  await dialog.getByRole('tab', { name: 'Canned reply' }).click();
  return dialog;
}

test('the reply of an endpoint is told step by step, as the server says it, and anew once it is changed', async () => {
  await withApp(async (app) => {
    const { id } = await endpointOf(app, 'stripe', [], 'Billing');
    await app.call('changeEndpoint', { params: { id }, body: { paused: true, limits: { perMinute: 30 } } });
    const told = async (): Promise<readonly string[] | undefined> =>
      (await app.call('listEndpoints', {})).find((one) => one.id === id)?.answers;
    const { page, context, troubles } = await openUi(browser, app);
    const dialog = await openReply(page, 'Billing');
    const steps = dialog.getByRole('region', { name: 'What a sender is answered' }).getByRole('listitem');
    expect(await steps.allInnerTexts()).toEqual(await told());
    expect(await steps.allInnerTexts()).toEqual([
      expect.stringContaining('More than 30 requests a minute get 429'),
      expect.stringContaining('It is paused'),
      expect.stringContaining('Set-up requests of its provider'),
      'Everyone gets 200 once the delivery is stored.',
    ]);
    expect(await faults(page)).toEqual([]);

    await dialog.getByRole('spinbutton', { name: 'Status' }).fill('202');
    await dialog.getByRole('spinbutton', { name: 'Delay in ms' }).fill('50');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await openReply(page, 'Billing');
    expect((await steps.allInnerTexts()).slice(3)).toEqual([
      'The answer is held back for 50 ms after the delivery is stored.',
      'Everyone gets 202 once the delivery is stored.',
    ]);
    expect(await steps.allInnerTexts()).toEqual(await told());
    expect(troubles).toEqual([]);
    await context.close();
  });
});
