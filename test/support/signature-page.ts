import type { Locator, Page } from 'playwright-core';

/** A row of the list, counted from its head: 1 is the newest delivery. */
export const row = (page: Page, at: number): Locator => page.getByRole('grid').getByRole('row').nth(at);

export const verdict = (page: Page): Locator => page.getByRole('region', { name: 'Verdict' }).first();

/** Show the Signature tab of the delivery in a row. */
export async function openSignature(page: Page, at: number): Promise<void> {
  await row(page, at).click();
  await page.getByRole('tab', { name: 'Signature' }).click();
  await verdict(page).waitFor();
}

/** Open the secrets of an endpoint by its menu in the side bar. */
export async function openSecrets(page: Page, name: string): Promise<Locator> {
  await page.getByRole('button', { name: `Actions of ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Secrets…' }).click();
  return page.getByRole('dialog', { name });
}
