import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { reportBody } from '../renderer/view/body-report.ts';
import type { PartReport } from '../renderer/view/part-report.ts';
import { contentCodings } from '../server/contract/reading/codings/coding-names.ts';
import { encodeHead } from '../server/describe/head.ts';
import { searchableText } from '../server/index/searchable-text.ts';
import { foldText } from '../server/index/text/fold-text.ts';
import { withApp } from './support/app.ts';
import { rawClient, sendRaw } from './support/raw-client.ts';
import { undoElsewhereOf } from './support/undo-elsewhere.ts';

const JSON_TEXT = '{"m":"plain words"}';
const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const utf32 = (text: string, isLittle: boolean): Buffer =>
  Buffer.concat(
    [...text].map((char) => {
      const four = Buffer.alloc(4);
      four[isLittle ? 'writeUInt32LE' : 'writeUInt32BE'](char.codePointAt(0) ?? 0);
      return four;
    }),
  );
const SKIPPED = Buffer.from([0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
const LONG = Array.from({ length: 9_000 }, (_, at) => `word${(at * 7_919) % 100_003}`).join(' ');
const badSum = gzipSync(JSON_TEXT);
badSum[badSum.length - 8] = (badSum[badSum.length - 8] ?? 0) ^ 1;
const FORM = 'application/x-www-form-urlencoded';
const parts = (...lines: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat(lines.map((line) => Buffer.concat([Buffer.from(line as string), Buffer.from('\r\n')])));

type Row = readonly [name: string, body: string | Buffer, type: string | null, encoding: string | null, has: string];

/** What must be in both: so that neither side is empty. */
const ROWS: readonly Row[] = [
  ['gzip', gzipSync(JSON_TEXT), 'application/json', 'gzip', 'plain'],
  ['gzip in quotation marks, with a parameter', gzipSync(JSON_TEXT), 'application/json', '"gzip"; x', 'plain'],
  ['members', Buffer.concat([gzipSync('one '), gzipSync('two')]), 'text/plain', 'gzip', 'two'],
  ['members and zeros', Buffer.concat([gzipSync('one '), Buffer.alloc(99)]), 'text/plain', 'gzip', 'one'],
  ['a wrong checksum', badSum, 'application/json', 'gzip', 'words'],
  ['gzip cut off', gzipSync(LONG).subarray(0, 9_000), 'text/plain', 'gzip', 'word7919'],
  ['gzip damaged', gzipSync(LONG).fill(0xff, 9_000, 9_050), 'text/plain', 'gzip', 'word7919'],
  ['deflate', deflateSync(JSON_TEXT), 'application/json', 'deflate', 'plain'],
  ['deflate, its other names', deflateSync(JSON_TEXT), 'application/json', 'zlib', 'plain'],
  ['raw deflate', deflateRawSync(JSON_TEXT), 'application/json', 'x-deflate', 'plain'],
  ['raw deflate cut off', deflateRawSync(LONG).subarray(0, 9_000), 'text/plain', 'deflate', 'word7919'],
  ['br', brotliCompressSync(JSON_TEXT), 'application/json', 'br', 'plain'],
  ['brotli', brotliCompressSync(JSON_TEXT), 'application/json', 'brotli', 'plain'],
  ['zstd', zstdCompressSync(JSON_TEXT), 'application/json', 'zstd', 'plain'],
  [
    'zstd frames',
    Buffer.concat([SKIPPED, zstdCompressSync('one '), SKIPPED, zstdCompressSync('two')]),
    'text/plain',
    'zstd',
    'two',
  ],
  ['two codings', brotliCompressSync(gzipSync(JSON_TEXT)), 'application/json', 'gzip, br', 'plain'],
  ['two in the wrong order', gzipSync(brotliCompressSync(JSON_TEXT)), 'application/json', 'gzip, br', 'plain'],
  ['a blank for the comma', brotliCompressSync(gzipSync(JSON_TEXT)), 'application/json', 'gzip br', 'plain'],
  ['an unknown one', gzipSync(JSON_TEXT), 'application/json', 'aws-chunked, gzip', 'plain'],
  ['gzip over plain bytes', JSON_TEXT, 'application/json', 'gzip', 'plain'],
  ['br over plain bytes', JSON_TEXT, 'application/json', 'br', 'plain'],
  ['utf-8 as a coding', JSON_TEXT, 'application/json', 'utf-8', 'plain'],
  ['gzip that is zstd', zstdCompressSync(JSON_TEXT), 'application/json', 'gzip', 'plain'],
  ['br that is gzip', gzipSync(JSON_TEXT), 'application/json', 'br', 'plain'],
  ['no header, gzip', gzipSync(JSON_TEXT), 'application/json', null, 'plain'],
  ['gzip that is zlib', deflateSync(JSON_TEXT), 'application/json', 'gzip', 'plain'],
  ['gzip that is brotli', brotliCompressSync(JSON_TEXT), 'application/json', 'gzip', 'plain'],
  ['no header, zlib', deflateSync(JSON_TEXT), 'application/json', null, 'plain'],
  ['no header, brotli', brotliCompressSync(JSON_TEXT), 'application/json', null, 'plain'],
  ['UTF-32 without Latin letters', utf32('注文が届きました', true), 'text/plain', null, '届き'],
  ['a form that names its charset', 'charset=windows-1252&a=caf%E9', FORM, null, 'café'],
  ['a charset behind a blank', latin1('café'), 'text/plain charset=iso-8859-1', null, 'café'],
  [
    'a multipart form sent as JSON',
    parts('--b', 'Content-Disposition: form-data; name="é"', '', 'needle', '--b--'),
    'application/json',
    null,
    'needle',
  ],
  [
    'a part in base64',
    parts('--b', 'Content-Transfer-Encoding: base64', '', 'bmVlZGxl', '--b--'),
    'multipart/mixed; boundary=b',
    null,
    'needle',
  ],
  [
    'a part in quoted-printable',
    parts('--b', 'Content-Transfer-Encoding: quoted-printable', '', 'caf=C3=A9', '--b--'),
    'multipart/mixed; boundary=b',
    null,
    'café',
  ],
  ['gzip, compressed twice', gzipSync(gzipSync(JSON_TEXT)), 'application/json', 'gzip', 'plain'],
  ['Latin-1', latin1('{"m":"café"}'), 'application/json; charset=iso-8859-1', null, 'café'],
  ['latin-1, as nobody registered it', latin1('café'), "text/plain; charset='latin-1'", null, 'café'],
  ['windows-1251', Buffer.from([0xc4, 0xe0, 0xf2, 0xe0]), 'text/plain; charset=windows-1251', null, 'Дата'],
  ['us-ascii that is UTF-8', 'café', 'text/plain; charset=us-ascii', null, 'café'],
  ['utf8mb4', 'café', 'application/json; charset=utf8mb4', null, 'café'],
  ['UTF-16 by its mark', Buffer.concat([Buffer.from([0xff, 0xfe]), wide('café')]), null, null, 'café'],
  ['UTF-16 by its type', wide('<a>café</a>'), 'text/xml; charset=utf-16le', null, 'café'],
  ['UTF-16 without zeros', wide('注文が届きました'), 'text/plain; charset=utf-16', null, '届き'],
  ['UTF-16 of the other order', wide('{"a":"é café"}').swap16(), 'application/json', null, 'café'],
  ['UTF-16 under utf-8', wide('{"a":"café"}'), 'application/json; charset=utf-8', null, 'café'],
  ['UTF-16 that is UTF-8', '<?xml version="1.0" encoding="utf-16"?><a>café</a>', 'text/xml', null, 'café'],
  ['UTF-32LE', utf32('{"a":"🐕 café"}', true), 'application/json', null, '🐕'],
  [
    'UTF-32BE with its mark',
    Buffer.concat([Buffer.from([0, 0, 0xfe, 0xff]), utf32('café', false)]),
    null,
    null,
    'café',
  ],
  ['UTF-32LE with its mark', Buffer.concat([Buffer.from([0xff, 0xfe, 0, 0]), utf32('café', true)]), null, null, 'café'],
  ['UTF-32 by its type', utf32('café au lait', false), 'text/plain; charset=utf-32be', null, 'lait'],
  ['XML Latin-1', latin1('<?xml version="1.0" encoding="ISO-8859-1"?><a>café</a>'), 'text/xml', null, 'café'],
  ['XML of no type', latin1("<?xml version='1.0' encoding='windows-1252'?><a>\x80</a>"), null, null, '€'],
  ['HTML meta', latin1('<meta charset=iso-8859-2><p>\xb1'), 'text/html', null, 'ą'],
  [
    'HTML meta, the older form',
    latin1('<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>\xc4\xe0'),
    'text/html; x=1',
    null,
    'Да',
  ],
  ['a form', 'text=zebra4+caf%C3%A9+%40bob&caf%C3%A9=1', FORM, null, 'zebra4 café @bob'],
  ['a form of Latin-1', 'a=caf%E9+%C3%A9', `${FORM}; charset=iso-8859-1`, null, 'café Ã©'],
  ['JSON escapes', '{"m":"caf\\u00e9 \\ud83e\\udd28"}', 'application/json', null, 'm'],
  ['JSON lines', '{"a":1}\n{"m":"two"}', 'application/x-ndjson', null, 'two'],
  ['a JSON sequence', '\x1e{"a":1}\n\x1e{"b":"two"}\n', 'application/json-seq', null, 'two'],
  ['a log in colour', '\x1b[31m[error]\x1b[0m words', 'text/plain', null, 'words'],
  ['form feeds', 'one\f'.repeat(40), 'text/plain', null, 'one'],
  ['text with some control characters', `${'\x01ab'.repeat(30)} needle`, 'text/plain', null, 'needle'],
  ['a part', parts('--b', 'X: y', '', 'needle', '--b--'), 'multipart/form-data; boundary=b', null, 'needle'],
  ['beside parts', parts('before', '--b', '', 'x', '--b--', 'after'), 'multipart/mixed; boundary=b', null, 'after'],
  [
    'a guessed boundary',
    parts('--b', 'Content-Type: text/plain; charset=iso-8859-1', '', latin1('café'), '--b--'),
    null,
    null,
    'café',
  ],
  [
    'another boundary',
    parts('--b', 'Content-Type: text/html', '', latin1('<meta charset=iso-8859-1>café'), '--b--'),
    'multipart/mixed; boundary=a',
    null,
    'café',
  ],
  [
    'parts within parts',
    parts('--b', 'Content-Type: multipart/mixed; boundary=c', '', '--c', '', 'needle', '--c--', '--b--'),
    'multipart/mixed; boundary=b',
    null,
    'needle',
  ],
  [
    'a name in pieces',
    parts('--b', "Content-Disposition: form-data; filename*0*=UTF-8''na%C3%AF; filename*1*=ve.pdf", '', 'x', '--b--'),
    'multipart/form-data; boundary=b',
    null,
    'naïve.pdf',
  ],
];

const typeLines = (type: string | null, encoding: string | null): string[] => [
  ...(type === null ? [] : ['Content-Type', type]),
  ...(encoding === null ? [] : ['Content-Encoding', encoding]),
];

/** All the texts that the window makes of a body. */
async function shownTexts(bytes: Uint8Array<ArrayBuffer>, type: string | null, encoding: string | null) {
  const codings = contentCodings(encoding === null ? [] : [encoding]);
  const question = { bytes, contentType: type, codings, clamped: false };
  const report = await reportBody(question, undoElsewhereOf(bytes));
  const ofPart = ({ text, name, filename, parts: inner }: PartReport): readonly string[] =>
    [text, name ?? '', filename ?? ''].concat(...inner.map(ofPart));
  const form = (report.form ?? []).flatMap(({ name, value }) => [name, value]);
  const inParts = (report.parts ?? []).flatMap(ofPart);
  // The text of a whole with parts is theirs, before their charsets are known.
  const own = inParts.length > 0 ? [report.text.replace(/\S*\ufffd\S*/g, ' ')] : [report.text];
  return { kind: report.kind, texts: [...own, report.pretty ?? '', ...form, ...inParts] };
}

describe('every word that the window shows is found:', () => {
  test.each(ROWS)('%s', async (_, body, type, encoding, has) => {
    const bytes = new Uint8Array(Buffer.from(body as string));
    const { kind, texts } = await shownTexts(bytes, type, encoding);
    expect(kind).not.toBe('binary');
    expect(texts.join('\n')).toContain(has);
    const head = encodeHead('POST', '/', '1.1', typeLines(type, encoding));
    const { more } = searchableText({ head, body: bytes, size: bytes.length, meta: null });
    const words = new Set(texts.join(' ').split(/\s+/).map(foldText));
    expect([...words].filter((word) => !more.includes(word) && !foldText(head).includes(word))).toEqual([]);
  });

  test.each([
    ['an image', Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47]), Buffer.alloc(900)]), 'image/png'],
    ['zeros', Buffer.alloc(900), 'application/json'],
    [
      'what only claims UTF-16',
      Buffer.from(Array.from({ length: 900 }, (_, at) => (at + 1) % 2)),
      'text/plain; charset=utf-16',
    ],
  ])('and of %s there is none', async (_, body, type) => {
    expect((await shownTexts(new Uint8Array(body), type, null)).texts.join('')).toBe('');
    const head = encodeHead('POST', '/', '1.1', typeLines(type, null));
    expect(searchableText({ head, body, size: body.length, meta: null }).more.trim()).toBe('');
  });
});

test('what followed a request is found, whenever it came', async () => {
  await withApp(async (app) => {
    const path = new URL(app.captureUrl).pathname;
    const find = async (query: string) => (await app.call('listDeliveries', { query: { query } })).matching;
    const client = await rawClient(app.capturePort);
    await client.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}`);
    await client.until((text) => text.includes('200'));
    await app.app.store.reader.call('settled', null);
    expect([await find('"late needle"'), await find('"{}"')]).toEqual([0, 1]);
    await client.write('late needle, caf\xc3\xa9\r\n\r\n');
    await client.until(() => false);
    while ((await find('is:surplus')) === 0) await app.app.store.reader.call('settled', null);
    expect([await find('"late needle"'), await find('café'), await find('"{}"')]).toEqual([1, 1, 1]);
  });
});

test('a delivery without a body is searched too, and those after it', async () => {
  await withApp(async (app) => {
    const path = new URL(app.captureUrl).pathname;
    for (const rest of ['GET', 'OPTIONS'])
      await sendRaw(app.capturePort, `${rest} ${path}/empty HTTP/1.1\r\nHost: x\r\n\r\n`);
    const find = async (query: string) => (await app.call('listDeliveries', { query: { query } })).matching;
    expect([await find('/empty'), await find('iu')]).toEqual([2, 0]);
    await app.app.store.reader.call('settled', null);
    expect([await find('/empty'), await find('iu')]).toEqual([2, 0]);
    expect(app.logs.join()).not.toContain('failed');
  });
});
