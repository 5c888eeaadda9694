import { expect, test } from 'vitest';
import { reportBody, SHOWN_LINE_CHARACTERS, SHOWN_LINES } from '../renderer/view/body-report.ts';

const report = (text: string) =>
  reportBody({ bytes: new TextEncoder().encode(text), contentType: 'text/plain', codings: [], clamped: false });
const long = (count: number): string => 'a'.repeat(count);

test.each([
  ['one line at the bound', long(SHOWN_LINE_CHARACTERS), null],
  ['one line above it', long(SHOWN_LINE_CHARACTERS + 1), SHOWN_LINE_CHARACTERS],
  ['a long line after short ones', `one\ntwo\n${long(600_000)}\nthree`, 8 + SHOWN_LINE_CHARACTERS],
  ['many long lines below it', Array.from({ length: 8 }, () => long(500_000)).join('\n'), null],
  ['a pair of surrogates across the bound', `${long(SHOWN_LINE_CHARACTERS - 1)}😀b`, SHOWN_LINE_CHARACTERS - 1],
  ['as many lines as are shown', 'x\n'.repeat(SHOWN_LINES), null],
  ['one line more', `${'x\n'.repeat(SHOWN_LINES)}y`, 2 * SHOWN_LINES - 1],
])('%s', async (_, text, cutAt) => {
  const { text: shown, cut, notes } = await report(text);
  expect(shown.length).toBe(cutAt ?? text.length);
  expect(text.startsWith(shown)).toBe(true);
  expect(cut.text).toBe(cutAt !== null);
  expect(notes.some((note) => note.includes('characters are shown; the download has all'))).toBe(cutAt !== null);
});

test('JSON of one long line is cut in Raw and laid out whole', async () => {
  const text = JSON.stringify(Array.from({ length: 100_000 }, (_, at) => at));
  const bytes = new TextEncoder().encode(text);
  const { text: raw, pretty } = await reportBody({
    bytes,
    contentType: 'application/json',
    codings: [],
    clamped: false,
  });
  expect(raw.length).toBe(SHOWN_LINE_CHARACTERS);
  expect(pretty).toContain('  99999\n]');
});

test('where both ways to see a text are cut, each is told', async () => {
  const bytes = Buffer.from('['.repeat(500_000) + ']'.repeat(500_000));
  const { notes } = await reportBody({ bytes, contentType: 'application/json', codings: [], clamped: false });
  expect(notes).toEqual([
    'Raw shows the first 524,288 of 1,000,000 characters; the download has all',
    'Pretty shows the first 8,000,000 characters; the download has all',
  ]);
});
