import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestApp, withApp } from '../support/app.ts';
import { openBrowser, openUi } from '../support/browser.ts';
import { HOSTILE_TEXTS } from '../support/hostile-deliveries.ts';
import { expectNoRawMarks, wrong } from '../support/hostile-walk.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const NAME = 'Ev\u202eil\u200b \u0007\u2066n\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301ame';

/** Whatever people name, and what a destination answers, is as hostile as what senders send. */
async function nameAll(app: TestApp, answeringUrl: string): Promise<void> {
  for (const [at, text] of HOSTILE_TEXTS.entries())
    await app.call('createEndpoint', { body: { name: `${at} ${text}`.slice(0, 80) } });
  const { id } = await app.call('createEndpoint', { body: { name: NAME, provider: 'github' } });
  await app.call('addSecret', { params: { id }, body: { name: NAME, value: 'x' } });
  await app.call('saveSearch', { body: { name: NAME, query: `"${NAME}"` } });
  await app
    .call('saveRecipe', {
      body: { name: NAME, header: 'X-Sig', algorithm: 'sha256', encoding: 'hex', template: '{body}' } as never,
    })
    .catch(() => undefined);
  const destination = await app.call('createDestination', { body: { name: NAME, url: answeringUrl } });
  await app.call('createDestination', {
    body: { name: HOSTILE_TEXTS[5]?.slice(0, 80) ?? '', url: 'http://127.0.0.1:9/' },
  });
  await app.call('replay', { body: { deliveryIds: [1, 2, 3], destinationId: destination.id } });
  await app.app.replayer.idle();
  await app.call('changeDelivery', { params: { id: 1 }, body: { note: NAME } });
  await app.app.store.reader.call('settled', null);
}

async function look(page: Page, where: string): Promise<void> {
  expect(await wrong(page, where)).toEqual([]);
}

test('no text of a sender steers, hides, turns round or overflows anything, in any tab', async () => {
  await expectNoRawMarks(browser, 4);
}, 400_000);

test('names and answers neither, in the side bar, menus, tips, dialogs, the palette and toasts', async () => {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      response.writeHead(500, Buffer.from('Oh \u202eno').toString('latin1'), {
        'x-answer': Buffer.from(HOSTILE_TEXTS[0] ?? '').toString('latin1'),
      });
      response.end(`${HOSTILE_TEXTS[0]}${HOSTILE_TEXTS[5]}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await withApp(async (app) => {
      await fetch(app.captureUrl, { method: 'POST', body: 'one' });
      await fetch(app.captureUrl, { method: 'POST', body: JSON.stringify({ [NAME]: NAME }) });
      await fetch(app.captureUrl, { method: 'POST', body: 'three' });
      await nameAll(app, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      const { page, context, troubles } = await openUi(browser, app);
      await page.getByRole('grid').getByRole('row').nth(3).click();
      await page.getByRole('article', { name: 'Delivery 1', exact: true }).waitFor();
      await look(page, 'list');
      for (const tab of ['1', '5', '6']) {
        await page.keyboard.press(tab);
        await look(page, `tab ${tab}`);
      }
      // Menus, and the tips of all buttons that have one.
      for (const button of [/^Endpoint:/, /^Destination:/]) {
        await page.getByRole('button', { name: button }).click();
        await page.getByRole('menu').waitFor();
        await look(page, String(button));
        await page.keyboard.press('Escape');
        await page.getByRole('menu').waitFor({ state: 'detached' });
      }
      const more = page.getByRole('button', { name: /^Actions of Ev/ });
      await more.first().hover();
      await page.getByRole('tooltip').waitFor();
      await look(page, 'tip');
      for (const part of ['Rename', 'Secrets', 'Limits', 'New address', 'Delete']) {
        await more.first().click();
        await page.getByRole('menuitem', { name: part }).click();
        await page.getByRole('dialog').waitFor();
        await look(page, part);
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
      for (const words of ['Settings', 'What is reachable', 'New destination', 'Edit and replay']) {
        await page.keyboard.press('Control+k');
        await page.getByRole('dialog', { name: 'Commands' }).waitFor();
        await look(page, `palette before ${words}`);
        await page.getByRole('dialog').getByRole('combobox').fill(words);
        await page.keyboard.press('Enter');
        await page.getByRole('dialog', { name: 'Commands' }).waitFor({ state: 'detached' });
        await page.getByRole('dialog').waitFor();
        await look(page, words);
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
      // A search in the box, its chips and completions.
      await page.keyboard.press('/');
      await page.keyboard.insertText(`event:"${NAME}" endpoint:`);
      await page.getByRole('listbox').waitFor();
      await look(page, 'completions and chips');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      // A tree with a hostile key, and its path.
      await page.locator('#delivery-2').click();
      await page.keyboard.press('3');
      await page.getByRole('radio', { name: 'Tree' }).click();
      await page.getByRole('treeitem').nth(1).click();
      await look(page, 'tree');
      // What was deleted is told with its name.
      await more.first().click();
      await page.getByRole('menuitem', { name: 'Delete' }).click();
      await page.getByRole('button', { name: 'Delete endpoint' }).click();
      await page.getByRole('region', { name: 'Notifications' }).getByText('deleted').waitFor();
      await look(page, 'toast');
      expect(troubles).toEqual([]);
      await context.close();
    });
  } finally {
    server.close();
    server.closeAllConnections();
  }
}, 200_000);
