import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withApp } from '../support/app.ts';
import { faults } from '../support/axe.ts';
import { openBrowser, openUi } from '../support/browser.ts';
import { row } from '../support/signature-page.ts';
import { deliver, endpointOf, settled } from '../support/signed-delivery.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const HUB = '?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=meatyhamhock';

test('a set-up request of an endpoint without provider offers to set it, and the next one is answered', async () => {
  await withApp(async (app) => {
    const endpoint = await endpointOf(app, null, [], 'Pages <b>');
    const ask = async () => {
      const { id, received } = await deliver(app, endpoint, { method: 'GET', pathAndQuery: HUB });
      await settled(app, id);
      return received.split('\r\n\r\n')[1];
    };
    const { id } = await deliver(app, endpoint, { body: '{}' });
    await settled(app, id);
    expect(await ask()).toBe('ok\n');
    const { page, context, troubles } = await openUi(browser, app);
    const offer = page.getByRole('region', { name: 'Provider', exact: true });
    const button = offer.getByRole('button', { name: 'Set the provider of Pages <b> to Meta', exact: true });

    await row(page, 1).click();
    await page.getByRole('tab', { name: 'Overview' }).click();
    await button.waitFor();
    for (const scheme of ['light', 'dark'] as const) expect(await faults(page, scheme), scheme).toEqual([]);
    await row(page, 2).click();
    await button.waitFor({ state: 'detached' });

    await row(page, 1).click();
    await page.getByRole('tab', { name: 'Signature' }).click();
    await button.click();
    await offer.getByRole('status').getByText('then repeat the set-up at Meta').waitFor();
    expect(await button.count()).toBe(0);
    expect(await faults(page), 'set').toEqual([]);
    expect((await app.call('listEndpoints', {})).find((one) => one.id === endpoint.id)?.provider).toBe('meta');
    expect(await ask()).toBe('1158201444');
    expect(troubles).toEqual([]);
    await context.close();
  });
});
