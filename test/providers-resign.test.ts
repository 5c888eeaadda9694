import { expect, test } from 'vitest';
import { resign } from '../server/providers/resign.ts';

const request = {
  target: '/e/inbox?a=1',
  headers: [
    ['X-Signature', 'old'],
    ['Content-Type', 'text/plain'],
    ['x-signature', 'older'],
  ] as const,
  body: Buffer.from('body'),
  method: 'POST',
};

test('lines of a signature replace every line of their name, whatever its case, and nothing else changes', () => {
  expect(resign(request, { headers: [['X-SIGNATURE', 'new']] })).toEqual({
    ...request,
    headers: [
      ['Content-Type', 'text/plain'],
      ['X-SIGNATURE', 'new'],
    ],
  });
  expect(request.headers).toHaveLength(3);
});

test('a signature in the query or the body replaces it', () => {
  const body = Buffer.from('signed body');
  expect(resign(request, { headers: [], target: '/e/inbox?a=1&s=2', body })).toEqual({
    ...request,
    target: '/e/inbox?a=1&s=2',
    body,
  });
});
