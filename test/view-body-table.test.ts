import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { fittingMode } from '../renderer/view/body-modes.ts';
import { type BodyReport, reportBody } from '../renderer/view/body-report.ts';
import { contentCodings } from '../server/contract/reading/codings/coding-names.ts';
import { PNG } from './support/made-delivery.ts';
import { undoElsewhereOf } from './support/undo-elsewhere.ts';

type Body = string | Uint8Array;
const bytesOf = (body: Body): Uint8Array<ArrayBuffer> =>
  new Uint8Array(typeof body === 'string' ? Buffer.from(body) : body);

async function look(body: Body, type: string | null, encoding: string | null = null): Promise<BodyReport> {
  const bytes = bytesOf(body);
  const codings = contentCodings(encoding === null ? [] : [encoding]);
  return reportBody({ bytes, contentType: type, codings, clamped: false }, undoElsewhereOf(bytes));
}

const JSON_TEXT = '{"m":"plain"}';
const utf16le = (text: string): Buffer => Buffer.from(text, 'utf16le');
const utf16be = (text: string): Buffer => utf16le(text).swap16();
const utf32 = (text: string, little: boolean): Buffer =>
  Buffer.concat(
    [...text].map((char) => {
      const four = Buffer.alloc(4);
      if (little) four.writeUInt32LE(char.codePointAt(0) ?? 0);
      else four.writeUInt32BE(char.codePointAt(0) ?? 0);
      return four;
    }),
  );
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

describe('a charset', () => {
  test.each([
    [
      'XML’s own ISO-8859-1',
      Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>caf\xe9</a>', 'latin1'),
      'application/xml',
      'café',
      'as the document declares',
    ],
    [
      'XML’s own windows-1252',
      Buffer.from("<?xml version='1.0' encoding='windows-1252'?><a>\x80</a>", 'latin1'),
      'text/xml',
      '€',
      'as the document declares',
    ],
    [
      'XML’s own Shift_JIS',
      Buffer.concat([
        Buffer.from('<?xml version="1.0" encoding="Shift_JIS"?><a>'),
        Buffer.from([0x93, 0xfa]),
        Buffer.from('</a>'),
      ]),
      'text/xml',
      '日',
      'as the document declares',
    ],
    [
      'the type’s charset before the document’s',
      Buffer.from('<?xml version="1.0" encoding="windows-1251"?><a>\xe9</a>', 'latin1'),
      'text/xml; charset=iso-8859-1',
      'é',
      'The document itself declares',
    ],
    [
      'UTF-8 that calls itself UTF-16',
      '<?xml version="1.0" encoding="utf-16"?><a>é</a>',
      'text/xml',
      '<a>é</a>',
      'The document says utf-16, but the bytes are UTF-8',
    ],
    [
      'UTF-16 with its declaration',
      utf16le('<?xml version="1.0" encoding="UTF-16"?><a>é</a>'),
      'application/xml',
      '<a>é</a>',
      'Read as utf-16le',
    ],
    [
      'UTF-16LE by the type, no mark',
      utf16le('<a>café</a>'),
      'text/xml; charset=utf-16le',
      '<a>café</a>',
      'as its type says',
    ],
    [
      'UTF-16BE by the type, no mark',
      utf16be('<a>café</a>'),
      'text/xml; charset="UTF-16BE"',
      '<a>café</a>',
      'as its type says',
    ],
    [
      'utf-16 by the type, in fact big-endian',
      utf16be('{"a":"é"}'),
      'application/json; charset=utf-16',
      '{"a":"é"}',
      'Read as utf-16be',
    ],
    [
      'UTF-16LE by the type, letters that have no zero bytes',
      utf16le('日本語の文章です'),
      'text/plain; charset=utf-16le',
      '日本語の文章です',
      'as its type says',
    ],
    [
      'UTF-16LE that nobody announced',
      utf16le('{"a":"café"}'),
      'application/json',
      '{"a":"café"}',
      'as its zero bytes show',
    ],
    ['UTF-16BE that nobody announced', utf16be('plain words'), null, 'plain words', 'as its zero bytes show'],
    [
      'UTF-16 under charset=utf-8',
      utf16le('{"a":"café"}'),
      'application/json; charset=utf-8',
      '{"a":"café"}',
      'Its type says utf-8, but the bytes are utf-16le',
    ],
    ['UTF-32LE without Latin letters', utf32('日本語の文', true), 'text/plain', '日本語の文', 'utf-32le'],
    ['UTF-32BE without Latin letters', utf32('日本語の文', false), null, '日本語の文', 'utf-32be'],
    [
      'a blank for the semicolon',
      Buffer.from('caf\xe9', 'latin1'),
      'text/plain charset=iso-8859-1',
      'café',
      'windows-1252',
    ],
    ['a comma for it', Buffer.from('caf\xe9', 'latin1'), 'text/plain, charset="iso-8859-1"', 'café', 'windows-1252'],
    [
      'XML that curl -d sent',
      Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>\xe9</a>', 'latin1'),
      'application/x-www-form-urlencoded',
      '<a>é</a>',
      'as the document declares',
    ],
    ['text with zeros behind it', '{"a":"é"}\0\0\0', null, '{"a":"é"}', ''],
    ['UTF-32LE', utf32('{"a":"🐕"}', true), 'application/json', '{"a":"🐕"}', 'utf-32le'],
    [
      'UTF-32BE with its mark',
      Buffer.concat([Buffer.from([0, 0, 0xfe, 0xff]), utf32('word', false)]),
      'text/plain',
      'word',
      'UTF-32BE byte order mark',
    ],
    [
      'a name in odd quotation marks',
      Buffer.from('caf\xe9', 'latin1'),
      "text/plain; charset='iso-8859-1'",
      'café',
      'windows-1252',
    ],
    ['a name that no standard has', 'café', 'application/json; charset=utf8mb4', 'café', ''],
    [
      'an unknown name',
      'café',
      'text/plain; charset=klingon',
      'café',
      'names the charset “klingon”, which is not known here',
    ],
    [
      'us-ascii, in fact UTF-8',
      'café',
      'text/plain; charset=us-ascii',
      'café',
      'Its type says us-ascii, but the bytes are UTF-8',
    ],
    ['latin-1, though UTF-8 would fit', 'café', 'text/plain; charset=iso-8859-1', 'cafÃ©', 'would fit UTF-8 too'],
    [
      'an HTML meta element',
      Buffer.from('<meta charset=iso-8859-2><p>\xb1', 'latin1'),
      'text/html',
      'ą',
      'as the document declares',
    ],
  ] as const)('%s', async (_, body, type, part, note) => {
    const { text, notes, kind } = await look(body, type);
    expect(kind).not.toBe('binary');
    expect(text).toContain(part);
    expect(notes.join(' · ')).toContain(note);
  });
});

describe('text that only begins like JSON is left as it is', () => {
  const php = '[2026-11-29 10:00:00] local.ERROR: it broke {"user":1,  "x":[]} []';
  test.each([
    ['a log line', '[ERROR] disk full, retrying:  3 times\n[INFO] a, b', 'text/plain'],
    ['a template', '{{user}} said: hello,  world', 'text/plain'],
    ['Monolog', php, 'text/plain'],
    ['Monolog without a type', php, null],
    ['a log in colour', '\x1b[31m[error]\x1b[0m {a},  b', 'text/plain'],
    ['JSON with a comma too many', '{"a": 1,  "b": 2,}', 'text/plain'],
    ['an array and more', '[1] starting,  now', 'application/octet-stream'],
    ['words in brackets', '[1] [2]  [3]', 'text/plain'],
    ['a section of settings', '[section]\na = 1,  2', null],
    ['Lisp', '[defn f [x] {:a  1}]', null],
  ])('%s', async (_, text, type) => {
    const report = await look(text, type);
    expect([report.kind, report.pretty, report.text, report.notes]).toEqual(['text', null, text, []]);
  });
  test.each([
    ['_charset_=iso-8859-1&a=caf%E9', 'application/x-www-form-urlencoded', 'café'],
    ['charset=windows-1252&a=%80+%E9', 'application/x-www-form-urlencoded', '€ é'],
    ['charset=klingon&a=%E9', 'application/x-www-form-urlencoded', '%E9'],
    ['a=caf%E9&charset=Shift_JIS', 'application/x-www-form-urlencoded; charset=iso-8859-1', 'café'],
    ['a=1&b=caf%C3%A9', 'application/x-www-form-urlencoded charset=utf-8', 'café'],
  ])('the fields of %s', async (text, type, has) => {
    const { kind, form } = await look(text, type);
    expect([kind, form?.map(({ value }) => value)]).toEqual(['form', expect.arrayContaining([has])]);
  });
  test('a form stays a form', async () => {
    const { kind, form } = await look('[0][id]=1&[0][name]=a+b', 'application/x-www-form-urlencoded');
    expect([kind, form?.map(({ name, value }) => [name, value])]).toEqual([
      'form',
      [
        ['[0][id]', '1'],
        ['[0][name]', 'a b'],
      ],
    ]);
  });
  test('even under a type of JSON, what is none from the start is not laid out', async () => {
    const { kind, pretty, notes } = await look('[ERROR] disk full,  now', 'application/json');
    expect([kind, pretty, notes.length]).toEqual(['json', null, 1]);
  });
});

describe('JSON', () => {
  const LAID_OUT = '{\n  "a": 1\n}';
  test.each([
    ['application/json', '{"a":1}'],
    ['application/vnd.api+json; charset=utf-8', '{"a":1}'],
    ['text/json', '{"a":1}'],
    ['text/x-json', '{"a":1}'],
    ['application/csp-report', '{"a":1}'],
    ['application/json, application/json', '{"a":1}'],
    ['text/plain', '{"a":1}'],
    ['application/vnd.acme', '{"a":1}'],
    ['application/x-www-form-urlencoded', '{"a":1}'],
    [null, ' {"a":1}\n'],
  ])('under %s', async (type, text) => {
    const { kind, pretty } = await look(text, type);
    expect([kind, pretty?.trim()]).toEqual(['json', LAID_OUT]);
  });
  test.each([
    ['a sequence', '\x1e{"a":1}\n\x1e{"b":2}\n', 'application/json-seq', '\x1e{\n  "a": 1\n}\n\x1e{\n  "b": 2\n}\n'],
    ['a sequence of places', '\x1e{"a":1}\n', 'application/geo+json-seq', '\x1e{\n  "a": 1\n}\n'],
    ['lines', '{"a":1}\n{"b":2}', 'application/x-ndjson', '{\n  "a": 1\n}\n{\n  "b": 2\n}'],
    ['lines that nobody announced', '{"a":1}\n{"b":2}\n', null, '{\n  "a": 1\n}\n{\n  "b": 2\n}\n'],
    ['values that touch', '{"a":1}{"b":2}', 'application/json', '{\n  "a": 1\n}\n{\n  "b": 2\n}'],
    ['values that touch, unannounced', '{"a":1}{"b":2}', 'text/plain', '{\n  "a": 1\n}\n{\n  "b": 2\n}'],
    [
      'lines of which one is none',
      '{"a":1}\noops,  here\n[2]',
      'application/jsonl',
      '{\n  "a": 1\n}\noops,  here\n[\n  2\n]',
    ],
  ])('%s', async (_, text, type, pretty) => {
    const report = await look(text, type);
    expect([report.kind === 'binary', report.pretty, report.text]).toEqual([false, pretty, text]);
  });
  test('a comment that is no JSON keeps its line to itself', async () => {
    const { pretty } = await look('{"a":1, // why  not\n "b":2}', 'application/json');
    expect(pretty).toBe('{\n  "a": 1,\n  // why  not\n "b": 2\n}');
  });
  test('names the line that is none', async () => {
    expect((await look('{}\noops\n{}', 'application/x-ndjson')).notes).toEqual(['Line 2 is not valid JSON']);
  });
  test('what follows a whole value stays as it is', async () => {
    const { pretty, notes } = await look('{"a":1} and,  then', 'application/json');
    expect([pretty, notes.length]).toEqual([`${LAID_OUT} and,  then`, 1]);
  });
});

describe('XML', () => {
  test.each([
    ['blanks alone', '<a><b>   </b><c/></a>', '<a>\n  <b>   </b>\n  <c/>\n</a>'],
    ['blanks around a text', '<a><b> x </b></a>', '<a>\n  <b> x </b>\n</a>'],
    ['CDATA', '<a><b><![CDATA[ <x> & ]]></b><c>1</c></a>', '<a>\n  <b><![CDATA[ <x> & ]]></b>\n  <c>1</c>\n</a>'],
    ['references', '<a><b>&amp;&#233;&x;</b></a>', '<a>\n  <b>&amp;&#233;&x;</b>\n</a>'],
    ['comments', '<a><!-- a > b --><b/></a>', '<a>\n  <!-- a > b -->\n  <b/>\n</a>'],
    ['text among elements', '<p>one <b>two</b> three</p>', '<p>one <b>two</b> three</p>'],
    ['text that asks for its blanks', '<a xml:space="preserve"> <b/> </a>', '<a xml:space="preserve"> <b/> </a>'],
    [
      'a declaration and a type',
      '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b ">">]><a><b/></a>',
      '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b ">">]>\n<a>\n  <b/>\n</a>',
    ],
    ['an attribute with a stroke', '<a b="x > y / z"><c/></a>', '<a b="x > y / z">\n  <c/>\n</a>'],
    ['an empty element', '<a><b></b></a>', '<a>\n  <b></b>\n</a>'],
    ['tags that do not match', '<a><b></a></b>', null],
    ['a tag that is not closed', '<a><b', null],
    ['text outside', '<a/>tail', null],
  ])('%s', async (_, text, pretty) => {
    const report = await look(text, 'application/xml');
    expect([report.kind, report.pretty, report.text]).toEqual(['xml', pretty === text ? null : pretty, text]);
  });
  test('is known by its declaration', async () => {
    expect((await look('<?xml version="1.0"?><a/>', 'text/plain')).kind).toBe('xml');
  });
});

describe('multipart', () => {
  const part = (headers: string, content: Body): Buffer =>
    Buffer.concat([Buffer.from(`--b\r\n${headers}\r\n\r\n`, 'latin1'), bytesOf(content), Buffer.from('\r\n')]);
  const end = Buffer.from('--b--\r\n');
  const type = 'multipart/form-data; boundary=b';
  test('an image among its parts is no fault of the whole', async () => {
    const body = Buffer.concat([
      part('Content-Disposition: form-data; name="note"', 'two\r\nlines'),
      part('Content-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png', PNG),
      end,
    ]);
    const { notes, parts, text } = await look(body, type);
    expect(notes).toEqual([]);
    expect(parts?.map(({ kind, notes: own }) => [kind, own])).toEqual([
      ['text', ['CRLF line ends']],
      ['image', []],
    ]);
    expect(text).toContain('name="note"');
  });
  test('what is odd is told of its part', async () => {
    const body = Buffer.concat([part('Content-Disposition: form-data; name="a"', Uint8Array.from([0x61, 0xff])), end]);
    const { notes, parts } = await look(body, type);
    expect([notes, parts?.[0]?.notes]).toEqual([[], ['Not valid UTF-8, first at byte 1']]);
  });
  test('a part is read in its own charset', async () => {
    const body = Buffer.concat([
      part(
        'Content-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=iso-8859-1',
        Uint8Array.from([0xe9]),
      ),
      end,
    ]);
    expect((await look(body, type)).parts?.[0]?.text).toBe('é');
  });
  test.each([
    ["filename*=UTF-8''na%C3%AFve%20plan.txt", 'naïve plan.txt'],
    ["filename*=iso-8859-1'en'%A3.txt", '£.txt'],
    ['filename="plain.txt"; filename*=utf-8\'\'%E2%82%AC.txt', '€.txt'],
    ['filename*0="one "; filename*1="two.txt"', 'one two.txt'],
    ["filename*=UTF-8''%zz", '%zz'],
    ['filename="C:\\temp\\x.txt"', 'C:\\temp\\x.txt'],
    ['filename="caf\xc3\xa9.txt"', 'café.txt'],
  ])('%s', async (parameter, filename) => {
    const body = Buffer.concat([part(`Content-Disposition: form-data; name="a"; ${parameter}`, 'x'), end]);
    expect((await look(body, type)).parts?.[0]?.filename).toBe(filename);
  });
  test('a folded header line is read', async () => {
    const body = Buffer.concat([part('Content-Disposition: form-data;\r\n  name="folded"', 'x'), end]);
    expect((await look(body, type)).parts?.[0]?.name).toBe('folded');
  });
  test('parts have parts, and a boundary may begin with the outer one', async () => {
    const inner = '--bb\r\nContent-Type: text/plain\r\n\r\ninside\r\n--bb--';
    const body = Buffer.concat([part('Content-Type: multipart/mixed; boundary=bb', inner), end]);
    const { parts } = await look(body, 'multipart/related; boundary="b"');
    expect(parts?.[0]?.parts.map(({ text, from, to }) => [text, body.subarray(from, to).toString()])).toEqual([
      ['inside', 'inside'],
    ]);
  });
  test.each([
    ['no boundary', 'multipart/form-data', 'names no boundary'],
    ['another boundary', 'multipart/form-data; boundary=other', 'The boundary of its type is not in it'],
  ])('%s in its type is made up for', async (_, wrong, note) => {
    const { parts, notes } = await look(
      Buffer.concat([part('Content-Disposition: form-data; name="a"', 'x'), end]),
      wrong,
    );
    expect([parts?.length, notes.join(' ')]).toEqual([1, expect.stringContaining(note)]);
  });
});

describe('bytes that are no text', () => {
  test.each([
    ['PDF', Buffer.from('%PDF-1.7\n\x00\x01\x02\x03\x04\x05\x06', 'latin1'), 'application/pdf', 'a PDF document'],
    [
      'ZIP under a type of JSON',
      Buffer.from('PK\x03\x04\x00\x00\x00\x00\x01\x02', 'latin1'),
      'application/json',
      'a ZIP archive',
    ],
    ['an image under a type of text', PNG, 'text/html', 'an image (image/png), though the type says text/html'],
    ['zeros', Buffer.alloc(50), 'text/plain', 'The bytes are no text'],
    ['gzip that is meant to be kept', gzipSync('x'), 'application/gzip', 'gzip'],
  ])('%s open in Hex, and are named', async (_, body, type, name) => {
    const report = await look(body, type);
    expect([report.kind, fittingMode(report, 'pretty'), fittingMode(report, 'tree')]).toEqual(['binary', 'hex', 'hex']);
    expect(report.notes.join(' ')).toContain(name);
  });
  test('each kind falls back to what it can show', async () => {
    const shown = async (body: Body, type: string) => {
      const report = await look(body, type);
      return (['pretty', 'tree', 'raw', 'hex'] as const).map((mode) => fittingMode(report, mode));
    };
    expect(await shown('<b>x</b>', 'text/html')).toEqual(['pretty', 'pretty', 'raw', 'hex']);
    expect(await shown('{}', 'application/json')).toEqual(['pretty', 'tree', 'raw', 'hex']);
    expect(await shown('a=1', 'application/x-www-form-urlencoded')).toEqual(['pretty', 'tree', 'raw', 'hex']);
    expect(await shown(PNG, 'image/png')).toEqual(['pretty', 'pretty', 'pretty', 'hex']);
  });
  test('an image that would unfold to gigabytes is not drawn', async () => {
    const huge = Buffer.from(PNG);
    huge.writeUInt32BE(60_000, 16);
    huge.writeUInt32BE(60_000, 20);
    const report = await look(huge, 'image/png');
    expect([report.imageType, report.notes]).toEqual([
      null,
      ['The image is 60,000 × 60,000 pixels: too large to draw here'],
    ]);
    expect(fittingMode(report, 'pretty')).toBe('hex');
  });
  test('a control character here and there leaves a text a text', async () => {
    for (const text of ['a\x01b', 'x\0', '\x02{"a":1}\x03'])
      expect((await look(text, 'text/plain')).kind).not.toBe('binary');
  });
});

describe('multipart', () => {
  const lines = (...all: readonly string[]): string => all.join('\r\n');
  const form = lines('--b', 'Content-Disposition: form-data; name="a"', '', 'caf\u00e9', '--b--', '');
  test.each(['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'application/octet-stream'])(
    'a form that was sent as %s is one',
    async (type) => {
      const { kind, parts, notes } = await look(form, type);
      expect([kind, parts?.map(({ name, text }) => [name, text])]).toEqual(['multipart', [['a', 'caf\u00e9']]]);
      expect(notes).toContain(`Its type says ${type}, but it is a multipart form`);
    },
  );
  test('a text that begins with two strokes is none', async () => {
    for (const text of ['--b\n\ntext', '-- sql comment\nselect 1', '--b\r\nContent-Type: text/plain\r\n\r\nx'])
      expect((await look(text, 'text/plain')).kind).toBe('text');
  });
  test.each([
    ['base64', 'Y2Fm\r\nw6k=', 'café', 'text'],
    ['Quoted-Printable', 'caf=C3=A9 =\r\nau lait', 'café au lait', 'text'],
    ['base64', 'eyJhIjoxfQ==', '{"a":1}', 'json'],
    ['8bit', 'café', 'café', 'text'],
    ['base64', 'not * base64', 'not * base64', 'text'],
  ])('a part in %s is read: %s', async (encoding, content, text, kind) => {
    const body = lines('--b', `Content-Transfer-Encoding: ${encoding}`, '', content, '--b--', '');
    const [part] = (await look(body, 'multipart/mixed; boundary=b')).parts ?? [];
    expect([part?.kind, part?.text]).toEqual([kind, text]);
    expect(part?.notes.includes(`Decoded from ${encoding}`)).toBe(text !== content);
  });
});
