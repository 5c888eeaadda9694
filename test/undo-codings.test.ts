import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { undoCodings } from '../server/api/undo-codings.ts';
import { withApp } from './support/app.ts';

const TEXT = Buffer.from('{"hello":"world"}'.repeat(50));

describe('codings undone for a reader that cannot', () => {
  test.each([
    ['br', brotliCompressSync(TEXT)],
    ['zstd', zstdCompressSync(TEXT)],
    ['gzip', gzipSync(TEXT)],
    ['deflate', deflateSync(TEXT)],
    ['deflate', deflateRawSync(TEXT)],
    ['gzip,br', gzipSync(brotliCompressSync(TEXT))],
    ['zstd', Buffer.concat([zstdCompressSync(TEXT.subarray(0, 100)), zstdCompressSync(TEXT.subarray(100))])],
    ['zstd', Buffer.concat([Buffer.from([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9]), zstdCompressSync(TEXT)])],
    ['zstd', Buffer.concat([zstdCompressSync(TEXT), zstdCompressSync('')])],
  ])('%s', async (steps, body) => {
    const { bytes, end } = await undoCodings(body, steps.split(','));
    expect([Buffer.compare(Buffer.from(bytes), TEXT), end]).toEqual([0, 'whole']);
  });

  test.each([
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
    ['gzip', gzipSync],
  ] as const)('a bomb of %s stops at the bound', async (step, pack) => {
    const { bytes, end } = await undoCodings(pack(Buffer.alloc(30_000_000)), [step], 1_000_000);
    expect([bytes.length, end]).toEqual([1_000_000, 'bound']);
  });

  test.each([
    [
      'br',
      brotliCompressSync(Buffer.from(Array.from({ length: 50_000 }, (_, at) => (at * 7919) % 251))).subarray(0, -40),
    ],
    ['zstd', zstdCompressSync(TEXT).subarray(0, -4)],
    ['br', Buffer.from([0xff, 0xff, 0xff, 0xff])],
    ['zstd', Buffer.from('nothing of the kind')],
  ])('%s that breaks off, or is none, is told', async (step, body) => {
    expect((await undoCodings(body, [step])).end).toBe('broken');
  });

  test('are asked for with the body, and only by their names', async () => {
    await withApp(async (app) => {
      await fetch(app.captureUrl, { method: 'POST', body: brotliCompressSync(TEXT) });
      const got = await app.ask('getBody', { params: { id: 1 }, query: { undo: 'br' } });
      expect([got.bytes.equals(TEXT), got.headers.get('hookglass-end')]).toEqual([true, 'whole']);
      const part = await app.ask('getBody', { params: { id: 1 }, query: { from: 0, to: 12, undo: 'br' } });
      expect(part.headers.get('hookglass-end')).toBe('broken');
      const plain = await app.ask('getBody', { params: { id: 1 } });
      expect(plain.headers.get('hookglass-end')).toBe(null);
      for (const undo of ['compress', 'br,', 'br;gzip', 'br,br,br,br,br', ''])
        expect((await app.ask('getBody', { params: { id: 1 }, query: { undo } })).status).toBe(400);
    });
  });
});
