import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CONFIRMATIONS } from '../server/providers/confirmations.ts';
import { providers } from '../server/providers/index.ts';
import { listSenders, SENDERS_FILE } from '../tools/list-senders.ts';

test('senders.ts lists the providers of its folder, as node tools/list-senders.ts writes it', () => {
  expect(readFileSync(SENDERS_FILE, 'utf8')).toBe(listSenders());
});

test('what confirms a subscription is the same in the senders and in the list that is read without them', () => {
  const able = providers.flatMap(({ id, setup }) =>
    setup?.confirmation === undefined ? [] : [[id, setup.confirmation]],
  );
  expect(able).toEqual([...CONFIRMATIONS]);
});
