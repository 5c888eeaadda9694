import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { CHROMIUM_FLAGS, findChromium } from '../../tools/chromium.mjs';
import type { TestApp } from './app.ts';

/** Open the real browser. `flags` are added to those that keep it quiet, `without` are flags of Playwright's own to leave out. */
export function openBrowser(flags: readonly string[] = [], without: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('There is no Chromium here; npm test installs one where it can.');
  return chromium.launch({
    executablePath,
    args: [...CHROMIUM_FLAGS, ...flags],
    ignoreDefaultArgs: [...without],
  });
}

/** A page of the user interface, signed in by a one-time link, and everything that went wrong on it. */
export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Uncaught errors, console errors, dialogs and violations of the content security policy. */
  readonly troubles: readonly string[];
}

export interface View {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
}

export async function openUi(
  browser: Browser,
  app: TestApp,
  { width = 1440, height = 900, colorScheme = 'light' }: View = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: app.origin });
  const troubles: string[] = [];
  const page = await context.newPage();
  watchTroubles(page, troubles);
  await page.goto(app.app.context.sessions.makeLink());
  await page.getByRole('main', { name: 'Deliveries' }).waitFor();
  return { page, context, troubles };
}

function watchTroubles(page: Page, troubles: string[]): void {
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.text().includes('Content Security Policy'))
      troubles.push(`console: ${message.text()}`);
  });
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  void page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) =>
      console.error(`Content Security Policy: ${event.violatedDirective} ${event.blockedURI}`),
    );
  });
}
