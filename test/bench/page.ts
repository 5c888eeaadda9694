import type { Browser } from 'playwright-core';
import { withApp } from '../support/app.ts';
import { openBrowser } from '../support/browser.ts';
import { fill } from '../support/fill.ts';
import { columns, median } from './figures.ts';

/** When a page first shows something, and when the window shows its first row. Medians in milliseconds from the navigation on. */
export interface PageFigures {
  readonly name: string;
  readonly paintMs: number;
  /** Null where there is no list. */
  readonly rowMs: number | null;
  /** To the bare page, in the same round. */
  readonly paintRatio: number;
}

interface Shown {
  readonly paintMs: number;
  readonly rowMs: number | null;
}

const BARE = 'a bare page: the icon, from the same server';
const WINDOWS: readonly (readonly [deliveries: number, name: string])[] = [
  [0, 'the window, empty'],
  [5_000, 'the window, 5,000 deliveries'],
];

/** Open the window and a bare page of the same server in turn, each in a fresh profile that has nothing cached. */
export async function benchPage(
  { rounds }: { readonly rounds: number },
  tell: (line: string) => void,
): Promise<PageFigures[]> {
  const browser = await openBrowser();
  const figures: PageFigures[] = [];
  try {
    for (const [deliveries, name] of WINDOWS)
      await withApp(async (app) => {
        tell(`Opening ${name} …`);
        if (deliveries > 0) await fill(app, deliveries);
        const seen: { readonly bare: Shown; readonly full: Shown }[] = [];
        // The first round starts the browser's own parts and is not counted.
        for (let round = 0; round <= rounds; round++) {
          const bare = await show(browser, `${app.origin}/favicon.svg`, false);
          const full = await show(browser, app.app.context.sessions.makeLink(), deliveries > 0);
          if (round > 0) seen.push({ bare, full });
        }
        const ofAll = (what: 'bare' | 'full', value: (shown: Shown) => number): number =>
          median(seen.map((round) => value(round[what])));
        if (figures.length === 0)
          figures.push({ name: BARE, paintMs: ofAll('bare', ({ paintMs }) => paintMs), rowMs: null, paintRatio: 1 });
        figures.push({
          name,
          paintMs: ofAll('full', ({ paintMs }) => paintMs),
          rowMs: deliveries > 0 ? ofAll('full', ({ rowMs }) => rowMs ?? Number.NaN) : null,
          paintRatio: median(seen.map(({ bare, full }) => full.paintMs / bare.paintMs)),
        });
      });
  } finally {
    await browser.close();
  }
  return figures;
}

async function show(browser: Browser, url: string, hasRows: boolean): Promise<Shown> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    await page.goto(url);
    // Looked at frame by frame: a slower look would tell a later row.
    const paintMs = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const look = (): void => {
            const [paint] = performance.getEntriesByName('first-contentful-paint');
            if (paint === undefined) requestAnimationFrame(look);
            else resolve(paint.startTime);
          };
          look();
        }),
    );
    if (!hasRows) return { paintMs, rowMs: null };
    const rowMs = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const look = (): void => {
            if (document.querySelector('[id^="delivery-"]') === null) requestAnimationFrame(look);
            else resolve(performance.now());
          };
          look();
        }),
    );
    return { paintMs, rowMs };
  } finally {
    await context.close();
  }
}

/** The figures as a table. */
export function pageTable(figures: readonly PageFigures[]): string {
  return columns([
    ['', 'first paint ms', 'ratio', 'first row ms'],
    ...figures.map(({ name, paintMs, rowMs, paintRatio }) => [
      name,
      paintMs.toFixed(0),
      paintRatio.toFixed(2),
      rowMs === null ? '' : rowMs.toFixed(0),
    ]),
  ]);
}
