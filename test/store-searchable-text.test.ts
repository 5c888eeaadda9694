import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { encodeHead } from '../server/store/head.ts';
import { SEARCHED_BODY_BYTES, searchableText } from '../server/store/index/searchable-text.ts';

const head = (...rawHeaders: string[]): string => encodeHead('POST', '/e/x?q=1', '1.1', rawHeaders);
const body = (encoding: string, bytes: Buffer): string => searchableText(head('Content-Encoding', encoding), bytes);

test('it has the first line, the header lines and a text body', () => {
  expect(searchableText(head('X-A', '1', 'x-a', '2'), Buffer.from('{"a":"wörld"}'))).toBe(
    'POST /e/x?q=1\nX-A: 1\nx-a: 2\n\n{"a":"wörld"}',
  );
});

test.each([
  ['gzip', gzipSync('needle')],
  ['GZIP ', gzipSync('needle')],
  ['x-gzip', gzipSync('needle')],
  ['deflate', deflateSync('needle')],
  ['br', brotliCompressSync('needle')],
])('a %s body is looked into', (encoding, bytes) => {
  expect(body(encoding, bytes)).toMatch(/needle$/);
});

test.each<[string, string, Buffer]>([
  ['says gzip and is none', 'gzip', Buffer.from('plain needle')],
  ['is cut off', 'gzip', gzipSync('needle'.repeat(100)).subarray(0, 20)],
  ['uses an unknown coding', 'zstd', Buffer.from('plain needle')],
])('a body that %s does not throw', (_name, encoding, bytes) => {
  expect(body(encoding, bytes)).toContain('POST');
});

test('a decompression bomb is not unpacked', () => {
  const bomb = gzipSync(Buffer.alloc(64 * SEARCHED_BODY_BYTES));
  expect(body('gzip', bomb).length).toBeLessThan(bomb.length + 1_000);
});

test('binary bodies and what lies beyond the first megabyte are left out', () => {
  expect(searchableText(head(), Buffer.from('needle\0needle'))).not.toContain('needle');
  const long = Buffer.concat([Buffer.alloc(SEARCHED_BODY_BYTES, 'a'), Buffer.from('needle')]);
  expect(searchableText(head(), long)).not.toContain('needle');
  expect(searchableText(head(), Buffer.from([0xff, 0xfe, 0x41])).at(-1)).toBe('A');
});

test('a malformed request has its raw packet as text', () => {
  expect(searchableText('', Buffer.from('P()ST /e/needle HTTP/1.1\r\n'))).toContain('needle');
});
