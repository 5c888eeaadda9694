import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { TestApp } from './app.ts';
import { openUi } from './browser.ts';

/** A body to deliver: what it is called in failures, its header lines, its bytes, and what the test adds. */
export type DeliveredBody = readonly [
  name: string,
  headers: Readonly<Record<string, string>>,
  body: string | Buffer,
  ...others: readonly unknown[],
];

/** Deliver bodies, the first as delivery 1, and open the window at the tab Body of that one. */
export async function openBodies(browser: Browser, app: TestApp, bodies: readonly DeliveredBody[]) {
  for (const [name, headers, body] of bodies) {
    const answer = await fetch(app.captureUrl, { method: 'POST', headers, body: new Uint8Array(Buffer.from(body)) });
    expect([name, answer.ok]).toEqual([name, true]);
  }
  const opened = await openUi(browser, app);
  await opened.page.locator('#delivery-1').click();
  await opened.page.getByRole('article', { name: 'Delivery 1', exact: true }).waitFor();
  await opened.page.keyboard.press('3');
  return opened;
}

/** Bytes that the page's own JavaScript holds (Chromium alone tells). */
export const heapBytes = (page: Page): Promise<number> =>
  page.evaluate(() => (performance as Performance & { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize);
