import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faults } from '../support/axe.ts';
import { openBrowser, openUi } from '../support/browser.ts';
import { row } from '../support/signature-page.ts';
import { deliver, endpointOf, settled } from '../support/signed-delivery.ts';
import { confirmed, message, QUERY, TOPIC, URL_OF_SNS, withSns } from '../support/sns-server.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test('a subscription is confirmed by a click, what is refused has no button, and a learned secret is shown as such', async () => {
  let isUp = false;
  await withSns(
    (request, response) => (isUp ? confirmed(request, response) : response.writeHead(503).end('later')),
    async ({ app, asked }) => {
      const notion = await endpointOf(app, 'notion', [], 'Pages');
      await deliver(app, notion, {
        headers: [['Content-Type', 'application/json']],
        body: '{"verification_token":"secret_tMrlL1qK5vuQAh1b6cZG"}',
      });
      await app.app.learned();

      const sns = await endpointOf(app, 'aws-sns', [], 'Topic');
      const headers = [['x-amz-sns-message-type', 'SubscriptionConfirmation'] as const];
      const foreign = message('https://sns.us-west-2.amazonaws.com.evil.example/?Action=ConfirmSubscription');
      await deliver(app, sns, { headers, body: JSON.stringify(foreign) });
      const { id } = await deliver(app, sns, { headers, body: JSON.stringify(message(URL_OF_SNS)) });
      await settled(app, id);
      const { page, context, troubles } = await openUi(browser, app);
      await row(page, 1).click();
      const part = page.getByRole('region', { name: 'Subscription' });
      await part.getByText('Calls sns.us-west-2.amazonaws.com once.').waitFor();
      for (const scheme of ['light', 'dark'] as const) expect(await faults(page, scheme), scheme).toEqual([]);
      expect(asked).toEqual([]);

      const button = part.getByRole('button', { name: 'Confirm subscription' });
      await button.click();
      await part.getByRole('alert').getByText('answered 503').waitFor();
      isUp = true;
      await button.click();
      await part.getByRole('status').getByText(`Amazon SNS confirmed the subscription: ${TOPIC}:c9135db0.`).waitFor();
      expect(await part.getByRole('alert').count()).toBe(0);
      expect(await faults(page), 'confirmed').toEqual([]);
      expect(asked).toEqual(Array(2).fill(`GET /?${QUERY}`));

      await row(page, 2).click();
      await part.getByText('SubscribeURL is not an address of sns.<region>.amazonaws.com.').waitFor();
      expect(await button.count()).toBe(0);

      await row(page, 3).click();
      await page.getByText('is kept as “Learned from the handshake”', { exact: false }).first().waitFor();
      await page.getByRole('button', { name: 'Actions of Pages' }).click();
      await page.getByRole('menuitem', { name: 'Secrets…' }).click();
      await page.getByRole('list', { name: 'Secrets' }).getByText('Learned from the handshake').waitFor();
      expect(troubles).toEqual([expect.stringContaining('502 (Bad Gateway)')]);
      await context.close();
    },
  );
});
