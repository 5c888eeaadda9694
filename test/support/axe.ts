import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** What axe finds on the page once it stands still, a line a rule. All rules in light; in dark the colours alone differ. */
export async function faults(page: Page, colorScheme: 'light' | 'dark' = 'light'): Promise<string[]> {
  await page.evaluate(stillness);
  // Half a megabyte of rules is read once a page.
  const isThere = await page.evaluate(() => 'axe' in window);
  const { violations } = await new AxeBuilder({ page, ...(isThere && { axeSource: 'void 0' }) })
    // What passes is counted, but not described.
    .options({ resultTypes: ['violations'], ...(colorScheme === 'dark' && { runOnly: ['color-contrast'] }) })
    // In one go within the page: it has no frames, and the other way opens a second page for each look.
    .setLegacyMode()
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

/** Half-way through a transition colours are no one's choice. What turns for ever, like a spinner, is not waited for. */
async function stillness(): Promise<void> {
  const passing = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(passing.map(({ finished }) => finished));
}
