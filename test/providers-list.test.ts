import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { listSenders, SENDERS_FILE } from '../tools/list-senders.ts';

test('senders.ts lists the providers of its folder, as node tools/list-senders.ts writes it', () => {
  expect(readFileSync(SENDERS_FILE, 'utf8')).toBe(listSenders());
});
