import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { expectNoRawMarks } from '../support/hostile-walk.ts';
import { expectNothingRuns, SCRIPT_STRINGS } from '../support/script-strings.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** The long forms of `test/e2e/hostile-text.test.ts` and `hostile-marks.test.ts`: there, a choice of the strings and kinds; here, all. */
test('200 script strings in every captured field run nothing and meet no policy', async () => {
  expect(SCRIPT_STRINGS.length).toBe(200);
  await expectNothingRuns(browser, SCRIPT_STRINGS);
});

test('no text of a sender, in any kind of request, steers, hides, turns round or overflows anything, in any tab', async () => {
  await expectNoRawMarks(browser, 1);
});
