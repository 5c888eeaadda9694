import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestApp, withApp } from '../support/app.ts';
import { openBrowser, openUi } from '../support/browser.ts';
import { sendRaw } from '../support/raw-client.ts';
import { startRawRecorder } from '../support/raw-recorder.ts';

const run = promisify(execFile);
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const grid = (page: Page) => page.getByRole('grid', { name: /Deliveries/ });
const detail = (page: Page, id: number) => page.getByRole('article', { name: `Delivery ${id}`, exact: true });
const clipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

function wire(app: TestApp, body: Buffer, headers: readonly string[] = []): Buffer {
  const head = [
    `POST ${new URL(app.captureUrl).pathname}/hook?a=%zz HTTP/1.1`,
    'Host: sender.example',
    'X-A: 1',
    'x-a: caf\xe9',
    ...headers,
    `Content-Length: ${body.length}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}

test('from the empty window to a delivery, read, replayed and copied as cURL', async () => {
  await withApp(async (app) => {
    const recorder = await startRawRecorder();
    const { page, context, troubles } = await openUi(browser, app);
    await page.getByText(app.captureUrl, { exact: true }).first().waitFor();

    await page
      .getByRole('button', { name: /Copy.*(command|cURL)|^Copy$/i })
      .last()
      .click();
    await run('bash', ['-c', await clipboard(page)]);
    await grid(page).getByRole('row').nth(1).waitFor();

    const body = Buffer.from(JSON.stringify({ hello: 'wörld', list: [1, 2, { deep: true }] }));
    const sent = wire(app, body, ['Content-Type: application/json']);
    await sendRaw(app.capturePort, sent);
    const row = grid(page).getByRole('row').nth(1);
    await row.getByText('/hook', { exact: false }).waitFor();
    await row.click();
    await detail(page, 2).waitFor();

    await page.getByRole('tab', { name: /Headers/ }).click();
    await detail(page, 2).getByText('sender.example').waitFor();
    await page.getByRole('tab', { name: /Body/ }).click();
    await detail(page, 2).getByText('wörld').first().waitFor();
    for (const view of ['Tree', 'Raw', 'Hex'])
      await detail(page, 2)
        .getByRole('radio', { name: view })
        .or(detail(page, 2).getByRole('tab', { name: view }))
        .first()
        .click();
    await detail(page, 2).getByText('7b 22 68', { exact: false }).first().waitFor();

    await page.keyboard.press('r');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: /URL/ }).fill(recorder.url);
    await dialog.getByRole('button', { name: /Replay|Send|Save/ }).click();
    const received = await recorder.next();
    const slug = new URL(app.captureUrl).pathname;
    expect(received.bytes.toString('latin1')).toBe(sent.toString('latin1').replace(`${slug}/hook`, '/hook'));
    await page.getByRole('tab', { name: /Sends/ }).click();
    await detail(page, 2).getByText('200').first().waitFor();

    await page.keyboard.press('c');
    await page
      .getByText(/copied/i)
      .first()
      .waitFor();
    const command = await clipboard(page);
    expect(command).toContain('curl');
    await run('bash', ['-c', command]);
    const { deliveries } = await app.call('listDeliveries', { query: { limit: 1 } });
    expect(deliveries[0]).toMatchObject({ id: 3, sha256: createHash('sha256').update(body).digest('hex') });
    expect(troubles).toEqual([]);
    await context.close();
    await recorder.close();
  });
});

test('the same job with the keyboard alone', async () => {
  await withApp(async (app) => {
    const recorder = await startRawRecorder();
    const { page, context, troubles } = await openUi(browser, app);
    await sendRaw(app.capturePort, wire(app, Buffer.from('first')));
    await sendRaw(app.capturePort, wire(app, Buffer.from('second')));
    await grid(page).getByRole('row').nth(2).waitFor();

    await page.keyboard.press('/');
    await page.keyboard.type('second');
    await page.keyboard.press('Enter');
    await page.getByText(/1 of 2/).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.getByRole('article').waitFor();

    await page.keyboard.press('3');
    await page.getByRole('article').getByText('second').first().waitFor();
    await page.keyboard.press('Control+k');
    await page.locator('[role="dialog"] [role="combobox"]:focus').waitFor();
    await page.keyboard.type('new destination');
    await page.getByRole('option', { name: /New destination/ }).waitFor();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await page.locator('[role="dialog"] input:not([role]):focus').waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type(recorder.url);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.press('r');
    expect((await recorder.next()).bytes.toString('latin1')).toContain('\r\n\r\nsecond');
    await page.keyboard.press('5');
    await page.getByRole('article').getByText('200').first().waitFor();
    await page.keyboard.press('p');
    await expect
      .poll(async () => (await app.call('listDeliveries', { query: { query: 'is:pinned' } })).matching)
      .toBe(1);
    expect(troubles).toEqual([]);
    await context.close();
    await recorder.close();
  });
});

test('a destination and an endpoint that were just saved are there at once, whatever the server is busy with', async () => {
  await withApp(async (app) => {
    const recorder = await startRawRecorder();
    const { page, context } = await openUi(browser, app);
    await sendRaw(app.capturePort, wire(app, Buffer.from('first')));
    await grid(page).getByRole('row').nth(1).click();
    await page.getByRole('article').waitFor();
    const held = (route: Route) => (route.request().method() === 'GET' ? undefined : route.continue());
    await page.route('**/api/destinations', held);
    await page.route('**/api/endpoints', held);
    await page.route('**/api/feed*', held);
    await app.restart({ samePorts: true });
    await page.getByText(/^Reconnecting|^Hookglass stopped/).waitFor();

    await page.getByRole('button', { name: 'Add a destination' }).click();
    await page.getByLabel('URL', { exact: true }).fill(recorder.url);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('r');
    expect((await recorder.next()).bytes.toString('latin1')).toContain('\r\n\r\nfirst');

    await page.getByRole('button', { name: 'New endpoint' }).click();
    await page.getByLabel('Name').fill('Orders');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Endpoint: Orders' }).waitFor();
    await context.close();
    await recorder.close();
  });
});

test('the window goes on by itself after the server was restarted', async () => {
  await withApp(async (app) => {
    const { page, context } = await openUi(browser, app);
    await sendRaw(app.capturePort, wire(app, Buffer.from('before')));
    await grid(page).getByRole('row').nth(1).waitFor();
    await app.restart({ samePorts: true });
    await sendRaw(app.capturePort, wire(app, Buffer.from('after')));
    await grid(page).getByRole('row').nth(2).waitFor();
    expect(await grid(page).getByRole('row').count()).toBe(3);
    await context.close();
  });
});
