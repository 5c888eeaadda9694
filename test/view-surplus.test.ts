import { expect, test } from 'vitest';
import { surplusSentence, surplusSize } from '../renderer/view/surplus.ts';

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

test('bytes after a request are counted, and it is said where not all are kept', () => {
  expect(surplusSize({ sizeBytes: 4, base64: base64('jc"}') })).toBe('4 B after the request');
  expect(surplusSize({ sizeBytes: 5_000, base64: base64('x'.repeat(4)) })).toMatch(
    /, of which the first 4 B are kept$/,
  );
});

test('only printable ASCII of them is shown as it is', () => {
  expect(surplusSentence({ sizeBytes: 3, base64: base64('a\x1b\xff') })).toMatch(/“a\\x1b\\xff”$/);
});
