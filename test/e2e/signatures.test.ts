import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withApp } from '../support/app.ts';
import { faults } from '../support/axe.ts';
import { openBrowser, openUi } from '../support/browser.ts';
import { openSignature, row, verdict } from '../support/signature-page.ts';
import { deliver, endpointOf, githubHeader, settled } from '../support/signed-delivery.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const BODY = '{"action":"opened","number":7}';
const EVENT = ['X-GitHub-Event', 'pull_request'] as const;

test('a secret added in the tab turns verdict and mark to valid, without a reload', async () => {
  await withApp(async (app) => {
    const endpoint = await endpointOf(app, 'github');
    const { id } = await deliver(app, endpoint, { headers: [EVENT, githubHeader('right', BODY)], body: BODY });
    await settled(app, id);
    const { page, context, troubles } = await openUi(browser, app);
    await openSignature(page, 1);
    await verdict(page).getByText('no-secret').waitFor();
    expect(await faults(page), 'no secret').toEqual([]);

    const invite = page.getByRole('region', { name: 'Add the secret' });
    await invite.getByRole('button', { name: 'Add secret' }).click();
    await invite.getByRole('alert').getByText('Paste the secret first.').waitFor();
    await invite.getByRole('textbox', { name: 'Secret' }).fill('right');
    await invite.getByRole('button', { name: 'Add secret' }).click();
    await verdict(page).getByText('Signature valid', { exact: true }).waitFor();
    await invite.waitFor({ state: 'detached' });
    await row(page, 1)
      .getByRole('img', { name: /signature valid/i })
      .or(page.getByRole('row', { name: /signature valid/ }))
      .first()
      .waitFor();
    await page.getByRole('region', { name: 'Signed string' }).getByText(BODY).waitFor();
    expect(await page.content()).not.toContain('>right<');
    expect(troubles).toEqual([]);
    await context.close();
  });
});

test('an invalid one tells its cause, proof and fix, is found by its verdict, and another secret is tried but not kept', async () => {
  await withApp(async (app) => {
    const endpoint = await endpointOf(app, 'github', [{ value: 'right' }]);
    const printed = JSON.stringify(JSON.parse(BODY), null, 2);
    const signed = githubHeader('right', BODY);
    await deliver(app, endpoint, { headers: [EVENT, signed], body: BODY });
    const { id } = await deliver(app, endpoint, { headers: [EVENT, signed], body: printed });
    await settled(app, id);
    const { page, context, troubles } = await openUi(browser, app);
    await row(page, 2).waitFor();

    await page.keyboard.press('/');
    await page.keyboard.type('verdict:invalid');
    await page.keyboard.press('Enter');
    await page.getByText(/1 of 2/).waitFor();
    await openSignature(page, 1);
    await verdict(page).getByText('Signature invalid', { exact: true }).waitFor();
    const diagnosis = page.getByRole('region', { name: 'Diagnosis' });
    await diagnosis.getByText('body-reserialized').waitFor();
    await diagnosis.getByText('What to do.').waitFor();
    await diagnosis.getByText('Proof.').waitFor();
    await diagnosis.getByText('express.raw', { exact: false }).first().waitFor();

    await page.getByText('Try another secret without storing it').click();
    await page.getByRole('combobox', { name: 'Checked as' }).selectOption('pusher');
    await page.getByRole('textbox', { name: 'App key, if you have it' }).waitFor();
    await page.getByRole('combobox', { name: 'Checked as' }).selectOption('github');
    await page.getByRole('textbox', { name: 'Secret to try' }).fill('other');
    await page.getByRole('button', { name: 'Try it' }).click();
    const result = page.getByRole('region', { name: 'Result of the trial' });
    await result.getByText('Signature invalid', { exact: true }).waitFor();
    expect(await faults(page), 'trial').toEqual([]);
    const secrets = await app.call('listSecrets', { params: { id: endpoint.id } });
    expect(secrets.map(({ name }) => name)).toEqual(['secret 1']);
    expect(troubles).toEqual([]);
    await context.close();
  });
});

test('a scheme of one’s own is described, previewed on the delivery, and then judges it', async () => {
  await withApp(async (app) => {
    const endpoint = await endpointOf(app, null, [{ value: 'mine' }], 'Own');
    const [, mac] = githubHeader('mine', BODY);
    const { id } = await deliver(app, endpoint, { headers: [['X-Own-Signature', mac]], body: BODY });
    await settled(app, id);
    const { page, context, troubles } = await openUi(browser, app);
    await openSignature(page, 1);
    await verdict(page).getByText('unknown-provider').waitFor();
    await page.getByRole('button', { name: 'Describe a scheme…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('House rule');
    await dialog.getByRole('textbox', { name: 'Signature header' }).fill('X-Own-Signature');
    await dialog.getByRole('textbox', { name: 'Prefix' }).fill('sha256=');
    await dialog.getByRole('textbox', { name: 'Signed string' }).fill('{nonsense}');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText(/does not know \{nonsense\}/).waitFor();
    await dialog.getByRole('textbox', { name: 'Signed string' }).fill('{method}:{body}');
    await dialog.getByRole('region', { name: 'Preview' }).getByText('POST:‹body, 30 B›').waitFor();
    await dialog.getByRole('textbox', { name: 'Signed string' }).fill('{body}');
    expect(await faults(page), 'recipe').toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Set the provider…' }).click();
    await page.getByRole('combobox', { name: 'Provider' }).selectOption('recipe:House rule');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await verdict(page).getByText('Signature valid', { exact: true }).waitFor();
    expect(troubles).toEqual([expect.stringContaining('400 (Bad Request)')]);
    await context.close();
  });
});
