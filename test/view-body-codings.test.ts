import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { look } from './support/look-at-body.ts';

const JSON_TEXT = '{"m":"plain"}';
const SKIPPED_FRAME = Buffer.from([0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);

describe('a Content-Encoding that is not what the bytes are leaves them readable, and is told', () => {
  test.each([
    ['gzip, and plain bytes', 'gzip', JSON_TEXT, 'The header says “gzip”, but the bytes are not'],
    ['deflate, and plain bytes', 'deflate', JSON_TEXT, 'The header says “deflate”, but the bytes are not'],
    ['br, and plain bytes', 'br', JSON_TEXT, 'The header says “br”, but the bytes are not'],
    ['zstd, and plain bytes', 'zstd', JSON_TEXT, 'The header says “zstd”, but the bytes are not'],
    ['a charset', 'utf-8', JSON_TEXT, '“utf-8” is no coding that is known here'],
    ['none', 'none', JSON_TEXT, '“none” is no coding'],
    ['aws-chunked', 'aws-chunked', JSON_TEXT, '“aws-chunked” is no coding'],
    ['compress, which nothing undoes', 'compress', JSON_TEXT, '“compress” is no coding'],
    ['gzip, and Zstandard bytes', 'gzip', zstdCompressSync(JSON_TEXT), 'The header says “gzip”, the bytes are zstd'],
    ['br, and gzip bytes', 'br', gzipSync(JSON_TEXT), 'The header says “br”, the bytes are gzip'],
    ['a known and an unknown one', 'aws-chunked, gzip', gzipSync(JSON_TEXT), '“aws-chunked” is no coding'],
    ['two in the wrong order', 'gzip, br', gzipSync(brotliCompressSync(JSON_TEXT)), 'applied in another order'],
    ['gzip, and zlib bytes', 'gzip', deflateSync(JSON_TEXT), 'The header says “gzip”, the bytes are deflate'],
    ['gzip, and raw DEFLATE', 'gzip', deflateRawSync(JSON_TEXT), 'The header says “gzip”, the bytes are deflate'],
    ['gzip, and brotli bytes', 'gzip', brotliCompressSync(JSON_TEXT), 'The header says “gzip”, the bytes are br'],
    ['br, and zlib bytes', 'br', deflateSync(JSON_TEXT), 'The header says “br”, the bytes are deflate'],
    ['none at all, and zlib bytes', null, deflateSync(JSON_TEXT), 'The bytes are deflate, although no header says so'],
    [
      'none at all, and brotli bytes',
      null,
      brotliCompressSync(JSON_TEXT),
      'The bytes are br, although no header says so',
    ],
    ['none at all, and gzip bytes', null, gzipSync(JSON_TEXT), 'The bytes are gzip, although no header says so'],
    ['gzip, compressed twice', 'gzip', gzipSync(gzipSync(JSON_TEXT)), 'The bytes are gzip, although no header says so'],
    ['more than are undone', 'a, b, c, d, gzip', JSON_TEXT, '5 codings are named, at most 4 are undone'],
  ] as const)('%s', async (_, encoding, body, note) => {
    const { text, kind, decoding, pretty } = await look(body, 'application/json', encoding);
    expect(text).toBe(JSON_TEXT);
    expect([kind, pretty]).toEqual(['json', '{\n  "m": "plain"\n}']);
    expect(decoding.notes.join(' · ')).toContain(note);
  });
});

describe('a Content-Encoding is undone without remark', () => {
  test.each([
    ['gzip', gzipSync(JSON_TEXT)],
    ['GZip', gzipSync(JSON_TEXT)],
    ['x-gzip', gzipSync(JSON_TEXT)],
    ['"gzip"', gzipSync(JSON_TEXT)],
    [' gzip , identity', gzipSync(JSON_TEXT)],
    ['deflate', deflateSync(JSON_TEXT)],
    ['deflate', deflateRawSync(JSON_TEXT)],
    ['br', brotliCompressSync(JSON_TEXT)],
    ['zstd', zstdCompressSync(JSON_TEXT)],
    ['zstd', Buffer.concat([SKIPPED_FRAME, zstdCompressSync('{"m":'), SKIPPED_FRAME, zstdCompressSync('"plain"}')])],
    ['deflate, gzip', gzipSync(deflateSync(JSON_TEXT))],
    ['br, gzip', gzipSync(brotliCompressSync(JSON_TEXT))],
    ['gzip, zstd', zstdCompressSync(gzipSync(JSON_TEXT))],
    ['gzip, gzip', gzipSync(gzipSync(JSON_TEXT))],
    ['', Buffer.from(JSON_TEXT)],
    ['identity', Buffer.from(JSON_TEXT)],
  ])('%s', async (encoding, body) => {
    const { text, decoding, notes } = await look(body, 'application/json', encoding);
    expect([text, decoding.notes, notes]).toEqual([JSON_TEXT, [], []]);
    expect(decoding.kind === 'none' || decoding.end).toBe(decoding.kind === 'none' ? true : 'whole');
  });

  test.each([
    ['level 1', { level: 1 }],
    ['level 9', { level: 9 }],
    ['stored blocks', { level: 0 }],
    ['fixed codes', { strategy: 4 }],
    ['Huffman alone', { strategy: 2 }],
    ['runs', { strategy: 3 }],
  ])('gzip of many shapes gives the same bytes: %s', async (_, options) => {
    let seed = 7;
    const next = (): number => {
      seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
      return seed >> 8;
    };
    for (const size of [1, 300, 70_000, 400_000]) {
      const plain = Buffer.from(
        Array.from({ length: size }, (_, at) => ((at >> 9) % 3 === 0 ? next() & 255 : 97 + (next() % 7))),
      );
      for (const packed of [gzipSync(plain, options), deflateSync(plain, options), deflateRawSync(plain, options)]) {
        const encoding = packed[0] === 0x1f ? 'gzip' : 'deflate';
        const { bytes, decoding } = await look(packed, null, encoding);
        expect(decoding).toMatchObject({ kind: 'decoded', end: 'whole', notes: [] });
        expect(Buffer.compare(Buffer.from(bytes), plain)).toBe(0);
      }
    }
  });
});

test.each([
  ['gzip', gzipSync('')],
  ['deflate', deflateSync('')],
  ['br', brotliCompressSync('')],
  ['zstd', zstdCompressSync('')],
])('nothing, in %s, is an empty body', async (encoding, body) => {
  expect((await look(body, 'application/json', encoding)).kind).toBe('empty');
});

test('bytes that are no text stay what they are, whatever the header says', async () => {
  let seed = 5;
  const next = (): number => {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
    return seed >> 12;
  };
  for (let size = 1; size < 400; size += 7) {
    const bytes = Uint8Array.from({ length: size }, next);
    for (const encoding of ['gzip', 'zstd', null]) {
      const report = await look(bytes, 'application/json', encoding);
      expect([size, report.decoding.kind]).toEqual([size, 'none']);
    }
  }
});

describe('gzip has members', () => {
  const lines = ['{"a":1}\n', '{"b":2}\n', '{"c":3}\n'];
  test('all of them are read', async () => {
    const body = Buffer.concat(lines.map((line) => gzipSync(line)));
    const { text, decoding } = await look(body, 'application/x-ndjson', 'gzip');
    expect(text).toBe(lines.join(''));
    expect(decoding).toMatchObject({ end: 'whole', notes: ['3 gzip members follow one another'] });
  });
  test.each([
    ['zeros', Buffer.alloc(512), '512 bytes of zero padding after the gzip stream'],
    ['garbage', Buffer.from('garbage'), '7 bytes of something else after the gzip stream'],
  ])('%s after the last one do not break it', async (_, tail, note) => {
    const { text, decoding } = await look(Buffer.concat([gzipSync(JSON_TEXT), tail]), 'application/json', 'gzip');
    expect(text).toBe(JSON_TEXT);
    expect(decoding).toMatchObject({ end: 'whole', notes: [note] });
  });
  test('a wrong checksum is told', async () => {
    const body = gzipSync(JSON_TEXT);
    body[body.length - 8] = (body[body.length - 8] ?? 0) ^ 1;
    const { text, decoding } = await look(body, 'application/json', 'gzip');
    expect([text, decoding.notes]).toEqual([JSON_TEXT, ['The gzip checksum differs']]);
  });
  test('a header with a name, a comment and extra bytes is skipped', async () => {
    const plain = gzipSync(JSON_TEXT);
    const head = Buffer.concat([
      Buffer.from([0x1f, 0x8b, 8, 4 | 8 | 16 | 2, 0, 0, 0, 0, 0, 3, 3, 0, 1, 2, 3]),
      Buffer.from('name\0comment\0xx'),
    ]);
    expect((await look(Buffer.concat([head, plain.subarray(10)]), 'application/json', 'gzip')).text).toBe(JSON_TEXT);
  });
});
