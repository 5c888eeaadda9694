import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Recipe } from '../../server/contract/recipe.ts';
import { encodeHead } from '../../server/describe/head.ts';
import { type TestApp, withApp } from '../support/app.ts';
import { faults } from '../support/axe.ts';
import { openBrowser, openUi } from '../support/browser.ts';
import { openSecrets, openSignature, verdict } from '../support/signature-page.ts';
import { deliver, endpointOf, githubHeader, settled } from '../support/signed-delivery.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const BODY = '{"action":"opened","number":7}';
const COUNT = 3_000;

/** Keep `count` deliveries that are signed with `secret`, as the capture listener would. */
async function keep({ app }: TestApp, endpointId: number, count: number, secret: string): Promise<void> {
  const head = encodeHead('POST', '/e/x', '1.1', ['X-GitHub-Event', 'push', ...githubHeader(secret, BODY)]);
  const row = { endpointId, at: 1, status: 200, head, body: Buffer.from(BODY), meta: null };
  const one = (): Promise<void> =>
    new Promise((resolve, reject) =>
      app.store.writer.capture(row, (error) => (error === null ? resolve() : reject(error))),
    );
  await Promise.all(Array.from({ length: count }, one));
  await app.store.reader.call('settled', null);
}

/** Give an endpoint `count` secrets that do not fit, so that judging a delivery takes milliseconds; returns what takes them away. */
async function slowDown({ app }: TestApp, endpointId: number, count: number): Promise<() => Promise<void>> {
  const { context, store } = app;
  const ids = await context.change(() =>
    Array.from({ length: count }, (_, at) =>
      store.secrets.insert(endpointId, { name: `old ${at}`, value: `old ${at}`, extra: {} }, 0),
    ),
  );
  context.reload();
  return async () => {
    await context.change(() => ids.forEach(store.secrets.remove));
    context.reload();
  };
}

const counted = async ({ call }: TestApp, query: string): Promise<number> =>
  (await call('listDeliveries', { query: { query, limit: 1 } })).matching ?? 0;

test('a strip counts the deliveries that are checked again, stops it when told, and starts it anew', async () => {
  await withApp(async (app) => {
    const endpoint = await endpointOf(app, 'github', [], 'Busy');
    await keep(app, endpoint.id, COUNT, 'right');
    const speedUp = await slowDown(app, endpoint.id, 1_000);
    const { page, context, troubles } = await openUi(browser, app);
    const strip = page.getByRole('region', { name: 'In force' });
    const bar = strip.getByRole('progressbar', { name: 'Checking signatures' });
    expect(await strip.count()).toBe(0);

    await app.call('addSecret', { params: { id: endpoint.id }, body: { name: 'new', value: 'right' } });
    await strip.getByText(/^Checking signatures again: [\d,]+ of 3,000$/).waitFor();
    const done = async (): Promise<number> => Number(await bar.getAttribute('value'));
    const first = await done();
    await expect.poll(done, { timeout: 30_000 }).toBeGreaterThan(first);
    expect(await faults(page), 'judging').toEqual([]);
    await strip.getByRole('button', { name: 'Cancel' }).click();
    await strip.waitFor({ state: 'detached' });
    expect((await app.call('status', {})).judging).toEqual([]);
    const valid = await counted(app, 'verdict:valid');
    expect(valid).toBeGreaterThan(first);
    expect(valid).toBeLessThan(COUNT);
    expect(valid + (await counted(app, 'cause:no-secret'))).toBe(COUNT);

    const toasts = page.getByRole('region', { name: 'Notifications' });
    await toasts.getByText('Checking stopped.', { exact: false }).waitFor();
    await toasts.getByRole('button', { name: 'Check again' }).click();
    await bar.waitFor();
    await speedUp();
    await strip.waitFor({ state: 'detached' });
    await settled(app, 1);
    expect(await counted(app, 'verdict:valid')).toBe(COUNT);
    expect(troubles).toEqual([]);
    await context.close();
  });
});

test('a secret is deleted only after a question, and what it checked says so', async () => {
  await withApp(async (app) => {
    const endpoint = await endpointOf(app, 'github', [{ value: 'right' }], 'Code');
    const { id } = await deliver(app, endpoint, { headers: [githubHeader('right', BODY)], body: BODY });
    await settled(app, id);
    const { page, context, troubles } = await openUi(browser, app);
    await openSignature(page, 1);
    await verdict(page).getByText('Signature valid', { exact: true }).waitFor();
    const dialog = await openSecrets(page, 'Code');
    const remove = dialog.getByRole('button', { name: 'Delete secret secret 1' });
    await remove.click();
    const question = page.getByRole('dialog', { name: 'Delete the secret “secret 1”?' });
    await question.getByText('cannot be read back or restored', { exact: false }).waitFor();
    expect(await faults(page), 'question').toEqual([]);
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    await expect.poll(() => remove.evaluate((button) => button === document.activeElement)).toBe(true);
    expect(await app.call('listSecrets', { params: { id: endpoint.id } })).toHaveLength(1);

    await remove.click();
    await question.getByRole('button', { name: 'Delete secret' }).click();
    await question.waitFor({ state: 'detached' });
    await remove.waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await verdict(page).getByText('no-secret').waitFor();
    expect(await app.call('listSecrets', { params: { id: endpoint.id } })).toEqual([]);
    expect(troubles).toEqual([]);
    await context.close();
  });
});

test('a scheme that an endpoint uses cannot be deleted; any other can, and be brought back', async () => {
  await withApp(async (app) => {
    const recipe: Recipe = {
      name: 'House rule',
      algorithm: 'sha256',
      header: 'X-Own',
      encoding: 'hex',
      template: '{body}',
    };
    await app.call('saveRecipe', { body: recipe });
    const before = (await app.call('listRecipes', {})).map((saved) => saved.recipe);
    const endpoint = await endpointOf(app, 'recipe:House rule', [], 'Own');
    const { page, context, troubles } = await openUi(browser, app);
    await page.getByRole('button', { name: 'Settings' }).click();
    const settings = page.getByRole('dialog', { name: 'Settings' });
    const scheme = settings.getByRole('list', { name: 'Signature schemes' }).getByText('House rule');
    const remove = settings.getByRole('button', { name: 'Delete House rule' });
    const toasts = page.getByRole('region', { name: 'Notifications' });
    await remove.click();
    await toasts.getByText('Own', { exact: false }).waitFor();
    await scheme.waitFor();

    await app.call('changeEndpoint', { params: { id: endpoint.id }, body: { provider: null } });
    await remove.click();
    await scheme.waitFor({ state: 'detached' });
    expect(await app.call('listRecipes', {})).toEqual([]);
    await toasts.getByRole('button', { name: 'Undo' }).click();
    await scheme.waitFor();
    expect((await app.call('listRecipes', {})).map((saved) => saved.recipe)).toEqual(before);
    expect(troubles).toEqual([expect.stringContaining('409 (Conflict)')]);
    await context.close();
  });
});
