import { constants, createHmac, generateKeyPairSync, sign } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HeaderLine } from '../../server/contract/header.ts';
import { withApp } from '../support/app.ts';
import { faults } from '../support/axe.ts';
import { openBrowser, openUi } from '../support/browser.ts';
import { withKeyServer } from '../support/key-server.ts';
import { openSecrets, openSignature, row, verdict } from '../support/signature-page.ts';
import { deliver, endpointOf, settled } from '../support/signed-delivery.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test('the public key of a Contentstack region is fetched when asked for, once, and checks what is already there', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = publicKey.export({ type: 'spki', format: 'pem' });
  let isUp = false;
  await withKeyServer(
    (_, response) =>
      isUp ? response.end(JSON.stringify({ 'signing-key': pem })) : response.writeHead(503).end('later'),
    async (app, asked) => {
      const body = '{"module":"entry","event":"publish","api_key":"blt1","data":{"entry":{"uid":"e1"}}}';
      const pss = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
      const signature: HeaderLine = [
        'X-Contentstack-Request-Signature',
        `v1=${sign('sha256', Buffer.from(body), pss).toString('base64')}`,
      ];
      const endpoint = await endpointOf(app, 'contentstack', [], 'Stack');
      const { id } = await deliver(app, endpoint, { headers: [signature], body });
      await settled(app, id);
      const { page, context, troubles } = await openUi(browser, app);
      await openSignature(page, 1);
      const part = page.getByRole('region', { name: 'Fetch the public key' });
      await part.getByRole('combobox', { name: 'Region of the stack' }).selectOption('aws-eu');
      await part.getByText('eu-app.contentstack.com').waitFor();
      expect(await faults(page), 'fetch key').toEqual([]);
      expect(asked).toEqual([]);

      await part.getByRole('button', { name: 'Fetch key' }).click();
      await part.getByRole('alert').getByText('answered 503').waitFor();
      expect(await app.call('listSecrets', { params: { id: endpoint.id } })).toEqual([]);

      isUp = true;
      await part.getByRole('button', { name: 'Fetch key' }).click();
      await verdict(page).getByText('Signature valid', { exact: true }).waitFor();
      expect(asked).toEqual(Array(2).fill('GET /.well-known/public-keys.json'));
      expect((await page.content()).includes('PUBLIC KEY')).toBe(false);
      const dialog = await openSecrets(page, 'Stack');
      await dialog.getByRole('list', { name: 'Secrets' }).getByText('Contentstack AWS EU').waitFor();
      expect(troubles).toEqual([expect.stringContaining('502 (Bad Gateway)')]);
      await context.close();
    },
  );
});

test('the second input that a scheme takes is asked for by its name, and the check goes by it', async () => {
  await withApp(async (app) => {
    const body = '{"time_ms":1768478400000,"events":[{"name":"channel_occupied","channel":"rooms"}]}';
    const signature = createHmac('sha256', 'app-secret').update(body).digest('hex');
    const endpoint = await endpointOf(app, 'pusher', [], 'Rooms');
    const headers: HeaderLine[] = [
      ['X-Pusher-Key', 'key-of-ours'],
      ['X-Pusher-Signature', signature],
    ];
    const { id } = await deliver(app, endpoint, { headers, body });
    await settled(app, id);
    const { page, context, troubles } = await openUi(browser, app);
    await openSignature(page, 1);
    const invite = page.getByRole('region', { name: 'Add the secret' });
    await invite.getByRole('textbox', { name: 'Secret' }).fill('app-secret');
    await invite.getByRole('textbox', { name: 'App key, if you have it' }).fill('key-of-others');
    await invite.getByRole('button', { name: 'Add secret' }).click();
    await verdict(page).getByText('Signature invalid', { exact: true }).waitFor();
    await page.getByText('key-id-mismatch').first().waitFor();

    await page.getByText('Try another secret without storing it').click();
    await page.getByRole('textbox', { name: 'Secret to try' }).fill('app-secret');
    await page.getByRole('textbox', { name: 'App key, if you have it' }).fill('key-of-ours');
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByRole('region', { name: 'Result of the trial' }).getByText('Signature valid').waitFor();

    const dialog = await openSecrets(page, 'Rooms');
    await dialog.getByRole('textbox', { name: 'Secret' }).fill('app-secret');
    await dialog.getByRole('textbox', { name: 'App key, if you have it' }).fill('key-of-ours');
    await dialog.getByRole('button', { name: 'Add secret' }).click();
    await dialog.getByRole('list', { name: 'Secrets' }).getByText('secret 2').waitFor();
    expect(await dialog.getByRole('textbox', { name: 'App key, if you have it' }).inputValue()).toBe('');
    await page.keyboard.press('Escape');
    await verdict(page).getByText('Signature valid', { exact: true }).waitFor();
    expect(troubles).toEqual([]);
    await context.close();
  });
});

test('Meta’s verify token is kept beside the secret and answers its set-up request', async () => {
  await withApp(async (app) => {
    const endpoint = await endpointOf(app, 'meta', [], 'Messages');
    const { page, context, troubles } = await openUi(browser, app);
    const dialog = await openSecrets(page, 'Messages');
    await dialog.getByRole('textbox', { name: 'Secret' }).fill('app-secret');
    await dialog.getByRole('textbox', { name: 'Verify token, if you have it' }).fill(' my-token ');
    await dialog.getByRole('button', { name: 'Add secret' }).click();
    await dialog.getByRole('list', { name: 'Secrets' }).getByText('secret').waitFor();
    await page.keyboard.press('Escape');

    const subscribe = (token: string) =>
      deliver(app, endpoint, {
        method: 'GET',
        pathAndQuery: `?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${token}`,
      });
    expect((await subscribe('other')).status).toBe(403);
    const { status, received } = await subscribe('my-token');
    expect([status, received.split('\r\n\r\n')[1]]).toEqual([200, '1158201444']);
    await row(page, 2).waitFor();
    await row(page, 1).click();
    await page.getByRole('article').getByText('Echoed Meta’s hub.challenge.').waitFor();
    expect(troubles).toEqual([]);
    await context.close();
  });
});
