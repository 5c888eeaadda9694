import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { expectNothingRuns, FEW_SCRIPT_STRINGS } from '../support/script-strings.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test('script strings in every captured field run nothing and meet no policy', async () => {
  expect(FEW_SCRIPT_STRINGS.length).toBe(40);
  await expectNothingRuns(browser, FEW_SCRIPT_STRINGS);
});
