import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withApp } from '../support/app.ts';
import { openBrowser } from '../support/browser.ts';
import { heapBytes, openBodies } from '../support/open-bodies.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Parts of 16 MiB of zeros, one after the other: 1 GiB that travels as less than 1.1 MB. */
const many = (part: Buffer): Buffer => Buffer.concat(Array.from({ length: 64 }, () => part));
const ZEROS = Buffer.alloc(16 << 20);

const parts = Array.from(
  { length: 10_000 },
  (_, at) => `--x\r\nContent-Disposition: form-data; name="p${at}"\r\n\r\n${at}\r\n`,
);
const nested = Array.from({ length: 10 }, (_, at) => at).reduceRight(
  (inside, at) => `--b${at}\r\nContent-Type: multipart/mixed; boundary=b${at + 1}\r\n\r\n${inside}\r\n--b${at}--\r\n`,
  'deep',
);
const entities = Array.from({ length: 30 }, (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`).join('');

/** Bodies that are small to send and large, deep or many to show: name, headers, body, and what is told of it. */
const BOMBS: readonly (readonly [
  name: string,
  headers: Readonly<Record<string, string>>,
  body: string | Buffer,
  told: RegExp,
])[] = [
  ['gzip of 1 GiB', { 'content-encoding': 'gzip' }, many(gzipSync(ZEROS)), /stopped at 64 MB/],
  ['zstd of 1 GiB', { 'content-encoding': 'zstd' }, many(zstdCompressSync(ZEROS)), /stopped at 64 MB/],
  ['gzip in gzip of 1 GiB', { 'content-encoding': 'gzip, gzip' }, gzipSync(many(gzipSync(ZEROS))), /stopped at 64 MB/],
  [
    'JSON 100,000 deep',
    { 'content-type': 'application/json' },
    '['.repeat(100_000) + ']'.repeat(100_000),
    /first 8,000,000 characters/,
  ],
  [
    'a million keys',
    { 'content-type': 'application/json' },
    `{${Array.from({ length: 1_000_000 }, (_, at) => `"k${at}":${at}`).join()}}`,
    /first 512 KB of/,
  ],
  ['one line of 40 MB', { 'content-type': 'text/plain' }, 'a'.repeat(40_000_000), /first 512 KB of/],
  [
    '10,000 parts',
    { 'content-type': 'multipart/form-data; boundary=x' },
    `${parts.join('')}--x--\r\n`,
    /first 1,000 parts/,
  ],
  ['10 levels of parts', { 'content-type': 'multipart/mixed; boundary=b0' }, nested, /boundary=b5/],
  [
    'XML entities',
    { 'content-type': 'application/xml' },
    `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e0 "aaaaaaaaaa">${entities}]><a>&e30;</a>`,
    /<a>&e30;<.a>/,
  ],
];

test('bodies made to exhaust a viewer are answered, and the page goes on', async () => {
  await withApp(async (app) => {
    const { page, context, troubles } = await openBodies(browser, app, BOMBS);
    for (const [at, [name, , , told]] of BOMBS.entries()) {
      const body = page.getByRole('region', { name: `Body of delivery ${at + 1}`, exact: true });
      await body.waitFor();
      // A key elsewhere is handled while the body is read.
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      const shown = async () =>
        [await body.innerText(), ...(await body.locator('.cm-content').allInnerTexts())].join('\n');
      await expect.poll(shown, { message: name, timeout: 20_000 }).toMatch(told);
      const heap = await heapBytes(page);
      expect([name, heap < 400e6]).toEqual([name, true]);
      await page.keyboard.press('k');
    }
    expect(troubles).toEqual([]);
    await context.close();
  });
});
