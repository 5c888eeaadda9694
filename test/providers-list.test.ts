import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CONFIRMATIONS } from '../server/providers/confirmations.ts';
import { providers } from '../server/providers/index.ts';
import { listSenders, SENDERS_FILE } from '../tools/list-senders.ts';

test('senders.ts lists the providers of its folder, as node tools/list-senders.ts writes it', () => {
  expect(readFileSync(SENDERS_FILE, 'utf8')).toBe(listSenders());
});

test('what confirms a subscription belongs to providers that there are', () => {
  const known = providers.map(({ id }) => id);
  expect(known).toEqual(expect.arrayContaining([...CONFIRMATIONS.keys()]));
});
