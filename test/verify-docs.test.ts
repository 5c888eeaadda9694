import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RecipeSchema } from '../server/contract/recipe.ts';
import { UNCHECKED } from '../server/contract/unchecked.ts';
import { providers } from '../server/providers/index.ts';
import { INVALID_CODES } from './support/invalid-codes.ts';

const text = readFileSync(new URL('../docs/verification.md', import.meta.url), 'utf8');

/** First cells of the table whose head is `head`, with the second ones. */
function tableOf(head: string, after = ''): Map<string, string> {
  const from = text.indexOf(`| ${head} |`, text.indexOf(after));
  const rows = text.slice(from, text.indexOf('\n\n', from)).split('\n').slice(2);
  return new Map(
    rows.map((row) => row.slice(2, -2).split(' | ')).map(([a = '', b = '']) => [a.replaceAll('`', ''), b]),
  );
}

test('docs/verification.md lists the codes of unchecked deliveries in their words, and those of a check', () => {
  expect(Object.fromEntries(tableOf('code', 'Why a delivery is `unchecked`'))).toEqual(UNCHECKED);
  expect([...tableOf('code', 'What a check by itself').keys()]).toEqual(INVALID_CODES);
});

test('docs/verification.md lists the fields of a recipe', () => {
  expect([...tableOf('field').keys()].sort()).toEqual(Object.keys(RecipeSchema.properties).sort());
});

test('docs/verification.md names every provider whose set-up request is answered', () => {
  const setUp = text.slice(text.indexOf('## Set-up requests')).replaceAll('\n', ' ');
  const parts = (name: string): string[] => name.split(/ \(|\)| event hooks| EventSub/).filter((part) => part !== '');
  const missing = providers.filter(
    ({ setup, name }) => setup?.challenge !== undefined && !parts(name).some((part) => setUp.includes(part)),
  );
  expect(missing.map(({ id, name }) => [id, name])).toEqual([]);
});
