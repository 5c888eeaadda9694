import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { encodeHead } from '../server/describe/head.ts';
import { SEARCHED_BODY_BYTES, searchableText } from '../server/index/searchable-text.ts';
import { foldText } from '../server/index/text/fold-text.ts';

const head = (...rawHeaders: string[]): string => encodeHead('POST', '/e/x?q=1', '1.1', rawHeaders);
const textOf = (from: string, body: Buffer, meta: string | null = null): string => {
  const { head: lines, more } = searchableText({ head: from, body, size: body.length, meta });
  return `${lines}${more}`;
};
const coded = (encoding: string, body: Buffer): string => textOf(head('Content-Encoding', encoding), body);
const typed = (type: string, body: Buffer | string): string =>
  textOf(head('Content-Type', type), Buffer.from(body as string));
/** The body's share of the text alone: what is the same on the wire and on the screen stands there once. */
const finds = (text: string, needle: string): boolean => text.includes(foldText(needle));

test('it has the first line and the header lines by themselves, and a text body', () => {
  const stored = { head: head('X-A', '1', 'x-a', '2'), body: Buffer.from('{"a":"wörld"}'), size: 14, meta: null };
  expect(searchableText(stored)).toEqual({
    head: 'POST /E/X?Q=1\nX-A: 1\nX-A: 2\n\n\n',
    more: '{"A":"WÖRLD"}\n\n',
    cut: false,
  });
});

describe('a compressed body is looked into:', () => {
  const long = Buffer.from(Array.from({ length: 9_000 }, (_, at) => `word${(at * 7_919) % 10_007}`).join(' '));
  const two = Buffer.concat([gzipSync('first member '), gzipSync('second needle')]);
  test.each<[string, string, Buffer]>([
    ['gzip', 'gzip', gzipSync('needle')],
    ['in any case, with blanks', ' GZIP ', gzipSync('needle')],
    ['x-gzip', 'x-gzip', gzipSync('needle')],
    ['several members', 'gzip', two],
    ['a member and zeros', 'gzip', Buffer.concat([gzipSync('needle'), Buffer.alloc(20)])],
    ['a member and rubbish', 'gzip', Buffer.concat([gzipSync('a needle in hay'), Buffer.from('\x1f\x8brubbish')])],
    ['deflate', 'deflate', deflateSync('needle')],
    ['raw deflate', 'deflate', deflateRawSync('needle')],
    ['br', 'br', brotliCompressSync('needle')],
    ['zstd', 'zstd', zstdCompressSync('needle')],
    ['two codings', 'gzip, br', brotliCompressSync(gzipSync('needle'))],
    ['an unknown one beside it', 'utf-8, gzip', gzipSync('needle')],
    ['cut off', 'gzip', gzipSync(`needle ${long}`).subarray(0, 9_000)],
    ['cut off (br)', 'br', brotliCompressSync(`needle ${long}`).subarray(0, 4_000)],
    ['damaged in the middle', 'gzip', gzipSync(`needle ${long}`).fill(0xff, 9_000, 9_050)],
    ['far longer than what is searched', 'gzip', gzipSync(`needle ${'x'.repeat(9 * SEARCHED_BODY_BYTES)}`)],
    ['text, whatever the header says', 'gzip', Buffer.from('{"a":"needle"}')],
    ['text, whatever the header says (deflate)', 'deflate', Buffer.from('{"a":"needle"}')],
    ['text, whatever the header says (br)', 'br', Buffer.from('plain needle')],
    ['text, whatever the header says (zstd)', 'zstd', Buffer.from('plain needle')],
    ['text of a coding that nobody knows', 'aws-chunked', Buffer.from('plain needle')],
  ])('%s', (_, encoding, body) => {
    expect(finds(coded(encoding, body), 'needle')).toBe(true);
  });

  test('two lines of Content-Encoding are one list', () => {
    const lines = head('Content-Encoding', 'gzip', 'content-encoding', 'br');
    expect(finds(textOf(lines, brotliCompressSync(gzipSync('needle'))), 'needle')).toBe(true);
  });
  test('a bomb is not unpacked', () => {
    expect(coded('gzip', gzipSync(Buffer.alloc(16 * SEARCHED_BODY_BYTES))).length).toBeLessThan(1_000);
    expect(coded('gzip', gzipSync('a'.repeat(16 * SEARCHED_BODY_BYTES))).length).toBeLessThan(
      SEARCHED_BODY_BYTES + 1_000,
    );
  });
});

describe('found is what the window shows, and what was on the wire:', () => {
  const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
  const form = 'application/x-www-form-urlencoded';
  const multipart = (...parts: (readonly [string, string | Buffer])[]): Buffer =>
    Buffer.concat([
      ...parts.flatMap(([lines, body]) => [
        Buffer.from(`--b\r\n${lines}\r\n\r\n`),
        Buffer.from(body as string),
        Buffer.from('\r\n'),
      ]),
      Buffer.from('--b--\r\n'),
    ]);
  test.each<[string, string, Buffer | string, readonly string[]]>([
    [
      'a form',
      form,
      'text=zebra4+caf%C3%A9+%40bob',
      ['zebra4 café', '@bob', 'text=zebra4 café', 'caf%c3%a9', 'zebra4+caf'],
    ],
    ['its names', form, 'caf%C3%A9%5B%5D=1&a=2', ['café[]=1', 'a=2']],
    ['a form with a lone %', form, 'a=100%+sure+%C3%A9', ['100% sure é']],
    ['a form of Latin-1', `${form}; charset=iso-8859-1`, 'a=caf%E9', ['café']],
    ['JSON in a form', form, 'payload=%7B%22t%22%3A%22caf%5Cu00e9%22%7D', ['{"t":"caf\\u00e9"}', '"t":"café"']],
    [
      'escapes of JSON',
      'application/json',
      '{"m":"caf\\u00e9 \\ud83e\\udd28","u":"https:\\/\\/h.com\\/z"}',
      ['café 🤨', 'h.com/z', '"m":"café', 'caf\\u00e9', 'h.com\\/z'],
    ],
    [
      'a quote and a line end in JSON',
      'application/json',
      '{"m":"say \\"hi\\" there\\nbob"}',
      ['say "hi" there', 'there\nbob'],
    ],
    ['a lone surrogate in JSON', 'application/json', '{"m":"a\\ud83e needle"}', ['needle']],
    ['JSON lines', 'application/x-ndjson', '{"a":1}\n{"m":"caf\\u00e9"}', ['"m":"café"']],
    ['a JSON sequence', 'application/json-seq', '\x1e{"m":"caf\\u00e9"}\n', ['café']],
    ['JSON of no type', 'text/plain', ' {"m":"\\u0434\\u0430\\u0442\\u0430"}', ['дата']],
    ['a type with +json', 'application/cloudevents+json', '{"m":"caf\\u00e9"}', ['café']],
    [
      'Latin-1',
      'application/json; charset=iso-8859-1',
      Buffer.from('{"m":"zebra15 café"}', 'latin1'),
      ['zebra15 café'],
    ],
    ['windows-1251', 'text/plain; charset="windows-1251"', Buffer.from([0xc4, 0xe0, 0xf2, 0xe0]), ['Дата']],
    ['Shift_JIS', 'text/plain;charset=shift_jis', Buffer.from([0x92, 0x8d, 0x95, 0xb6]), ['注文']],
    ['an unknown charset', 'text/plain; charset=klingon', 'café', ['café']],
    ['UTF-16 by its charset', 'application/json; charset=utf-16', utf16('{"m":"café"}'), ['café']],
    [
      'UTF-16 by its mark',
      'application/json',
      Buffer.concat([Buffer.from([0xff, 0xfe]), utf16('{"m":"café"}')]),
      ['café', '"m":'],
    ],
    [
      'UTF-16 of the other order',
      'text/plain',
      Buffer.concat([Buffer.from([0xfe, 0xff]), utf16('café').swap16()]),
      ['café'],
    ],
    ['UTF-16 that nothing tells', 'application/json', utf16('{"m":"café","plain":"ascii"}'), ['café', 'ascii']],
    ['that of the other order', 'application/json', utf16('{"m":"café","plain":"ascii"}').swap16(), ['café']],
    ['UTF-16 of letters without zeros', 'text/plain; charset=utf-16le', utf16('注文が届きました'), ['届きました']],
    [
      'XML that says its encoding',
      'application/xml',
      Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>café</a>', 'latin1'),
      ['café'],
    ],
    ['references in XML', 'text/xml', '<a>caf&#233; &amp; t&#xE9;a &lt;b&gt;</a>', ['café & téa <b>', 'caf&#233;']],
    ['a byte order mark', 'application/json', '\ufeff{"m":"caf\\u00e9"}', ['café']],
    [
      'a text part',
      'multipart/form-data; boundary=b',
      multipart(['Content-Disposition: form-data; name="café"', 'needle']),
      ['name="café"', 'needle'],
    ],
    [
      'a part of Latin-1',
      'multipart/form-data; boundary="b"',
      multipart(['Content-Type: text/plain; charset=iso-8859-1', Buffer.from('café', 'latin1')]),
      ['café'],
    ],
    [
      'a JSON part beside an image',
      'multipart/form-data; boundary=b',
      multipart(
        ['Content-Type: image/png', Buffer.alloc(5_000)],
        ['Content-Type: application/json', '{"m":"caf\\u00e9"}'],
      ),
      ['"m":"café"'],
    ],
    [
      'the name of a file',
      'multipart/form-data; boundary=b',
      multipart(["Content-Disposition: form-data; filename*=UTF-8''na%C3%AFve.pdf", Buffer.alloc(9)]),
      ['naïve.pdf'],
    ],
    [
      'parts within parts',
      'multipart/mixed; boundary=b',
      multipart(['Content-Type: multipart/mixed; boundary=c', '--c\r\nX: y\r\n\r\nneedle\r\n--c--']),
      ['needle', 'X: y'],
    ],
    ['a body that only claims parts', 'multipart/form-data; boundary=b', 'no boundary, a needle', ['needle']],
  ])('%s', (_, type, body, needles) => {
    for (const needle of needles) expect(finds(typed(type, body), needle), needle).toBe(true);
  });

  test.each<[string, readonly string[], readonly string[]]>([
    [
      'UTF-8',
      ['X-Name', Buffer.from('café 🤨').toString('latin1')],
      ['X-Name: café 🤨', Buffer.from('café').toString('latin1')],
    ],
    ['Latin-1', ['X-Name', 'caf\xe9'], ['X-Name: café']],
    [
      'encoded words',
      ['Subject', '=?UTF-8?Q?caf=C3=A9_au?= =?utf-8?B?IGxhaXQ=?='],
      ['Subject: café au lait', '=?UTF-8?Q?caf'],
    ],
    [
      'extended parameters',
      ['Content-Disposition', "attachment; filename*=UTF-8''na%C3%AFve.pdf"],
      ['naïve.pdf', 'na%c3%afve'],
    ],
  ])('a header of %s', (_, lines, needles) => {
    for (const needle of needles) expect(finds(textOf(head(...lines), Buffer.alloc(0)), needle), needle).toBe(true);
  });

  test('the target with its escapes undone, trailers, and any way of writing a letter', () => {
    const target = encodeHead('GET', '/caf%C3%A9/a+b/100%/%E9?q=x+y%20z&n=%F0%9F%A4%A8', '1.1', []);
    for (const needle of ['/café/a+b/100%/%E9', 'q=x y z', 'n=🤨', 'q=x+y%20z'])
      expect(finds(textOf(target, Buffer.alloc(0)), needle), needle).toBe(true);
    const trailers = JSON.stringify({ trailers: [['X-Sum', Buffer.from('é').toString('latin1')]] });
    expect(finds(textOf(head(), Buffer.alloc(0), trailers), 'x-sum: é')).toBe(true);
    for (const [written, asked] of [
      ['cafe\u0301', 'CAFÉ'],
      ['ΟΔΟΣ', 'οδος'],
      ['ΟΔΟΣΑ', 'οδοσ'],
      ['straße', 'STRASSE'],
      ['\u212bngström', 'ångstro\u0308m'],
      ['a text with U+0000 in\0it', 'IN\ufffdIT'],
    ] as const)
      expect(finds(typed('text/plain; charset=utf-8', Buffer.from(written)), asked), `${written} by ${asked}`).toBe(
        true,
      );
  });

  test('a body without anything to undo stands there once', () => {
    for (const type of ['application/json', form, 'text/xml', 'text/plain'])
      expect(typed(type, '{"once":1}').split('"ONCE"').length).toBe(2);
  });
});

test('binary bodies and what lies beyond the first mebibyte are left out, and the latter is told', () => {
  expect(finds(textOf(head(), Buffer.from('needle\0needle')), 'needle')).toBe(false);
  const long = Buffer.concat([Buffer.alloc(SEARCHED_BODY_BYTES, 'a'), Buffer.from('needle')]);
  expect(finds(textOf(head(), long), 'needle')).toBe(false);
  expect(searchableText({ head: head(), body: long, size: long.length, meta: null }).cut).toBe(true);
  const [body, size] = [long.subarray(0, SEARCHED_BODY_BYTES), SEARCHED_BODY_BYTES];
  expect(searchableText({ head: head(), body, size, meta: null }).cut).toBe(false);
  expect(searchableText({ head: head(), body, size: size + 1, meta: null }).cut).toBe(true);
});

test('a malformed request has its raw packet as text', () => {
  expect(finds(textOf('', Buffer.from('P()ST /e/needle HTTP/1.1\r\n')), '/e/needle')).toBe(true);
});

test('no bytes make it fail', () => {
  const types = ['application/json; charset=utf-16', 'multipart/x; boundary=a', 'text/xml', form(0), form(1), form(2)];
  for (let seed = 1; seed < 200; seed++) {
    const bytes = Buffer.from(Array.from({ length: seed % 97 }, (_, at) => (seed * (at + 7) * 2_654_435_761) >>> 24));
    const [type = '', encoding = ''] = [types[seed % types.length], ['gzip', 'br', 'zstd', 'deflate'][seed % 4]];
    expect(() => textOf(head('Content-Type', type, 'Content-Encoding', encoding), bytes)).not.toThrow();
  }
});
const form = (seed: number): string => `application/x-www-form-urlencoded; charset=${['utf-8', 'x', 'gbk'][seed % 3]}`;
