import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CODES } from '../server/doctor/codes.ts';
import { OBSERVATIONS, PROOFS } from '../server/doctor/hypotheses/index.ts';

const rows = readFileSync(new URL('../docs/doctor.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.slice(2, -2).split(' | '));

test('docs/doctor.md lists exactly the causes of the code table, in its words', () => {
  const documented = rows.map(([code = '', sentence, fix]) => [code.replaceAll('`', ''), { sentence, fix }]);
  expect(Object.fromEntries(documented)).toEqual(CODES);
  expect(documented.map(([code]) => code)).toEqual(Object.keys(CODES));
});

test('every cause can be found by a hypothesis or by the clock', () => {
  const byClock = ['timestamp-too-old', 'timestamp-in-future'];
  const byTemplate = ['timestamp-not-signed', 'id-not-signed'];
  const found = new Set<string>([...[...PROOFS, ...OBSERVATIONS].map(({ code }) => code), ...byClock, ...byTemplate]);
  expect(Object.keys(CODES).filter((code) => !found.has(code))).toEqual([]);
});

test('every sentence is one sentence, and every fix tells what to do', () => {
  for (const [code, { sentence, fix }] of Object.entries(CODES)) {
    expect(sentence, code).toMatch(/^[A-Z“].*[.]$/);
    expect(fix, code).toMatch(/^[A-Z`].*[.]$/);
  }
});
