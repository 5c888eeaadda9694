import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bodyKind, imageType } from '../renderer/view/body-kind.ts';
import { reportBody } from '../renderer/view/body-report.ts';
import { decompress } from '../renderer/view/decompress.ts';
import { parseForm } from '../renderer/view/form.ts';
import { hexRow, hexRowCount } from '../renderer/view/hex.ts';
import { bytesToLatin1, headerText, latin1ToBytes, toHeaderValue } from '../server/contract/latin1.ts';
import { byteOrderMark, decodeText } from '../server/contract/reading/charset.ts';
import { firstInvalidUtf8 } from '../server/contract/reading/charset-sniff.ts';
import { contentCodings } from '../server/contract/reading/codings/coding-names.ts';
import { splitMultipart } from '../server/contract/reading/multipart.ts';
import { PNG } from './support/made-delivery.ts';

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const every = Uint8Array.from({ length: 256 }, (_, at) => at);

describe('hex', () => {
  test('shows sixteen bytes a row with their offset, and the last row as far as it goes', () => {
    expect(hexRowCount(0)).toBe(0);
    expect(hexRowCount(17)).toBe(2);
    expect(hexRow(every, 4)).toEqual({
      offset: '00000040',
      hex: Array.from({ length: 16 }, (_, at) => (0x40 + at).toString(16)),
      text: '@ABCDEFGHIJKLMNO',
    });
    expect(hexRow(bytes('0123456789abcdef\0é'), 1)).toEqual({
      offset: '00000010',
      hex: ['00', 'c3', 'a9'],
      text: '···',
    });
  });
});

describe('latin1', () => {
  test('keeps every byte there and back', () => {
    expect(latin1ToBytes(bytesToLatin1(every))).toEqual(every);
  });
  test('reads a header value as UTF-8 only where its bytes are', () => {
    expect(headerText('plain')).toEqual({ text: 'plain', decoded: false });
    expect(headerText(bytesToLatin1(bytes('café')))).toEqual({ text: 'café', decoded: true });
    expect(headerText('caf\xe9')).toEqual({ text: 'caf\xe9', decoded: false });
  });
  test('writes a text as the bytes of its UTF-8', () => {
    expect(toHeaderValue('柴')).toBe(bytesToLatin1(bytes('柴')));
  });
});

describe('charset', () => {
  test.each([
    [
      'a byte order mark wins over the header',
      [0xff, 0xfe, 0x41, 0],
      'text/plain; charset=utf-8',
      'utf-16le',
      'bom',
      '\ufeffA',
    ],
    ['the header is believed', [0xe9], 'text/plain; charset="ISO-8859-1"', 'windows-1252', 'header', 'é'],
    ['UTF-8 is assumed', [0xc3, 0xa9], null, 'utf-8', 'assumed', 'é'],
    ['an unknown charset is read as UTF-8', [0x41], 'text/plain; charset=klingon', 'utf-8', 'assumed', 'A'],
  ] as const)('%s', (_, raw, type, name, source, text) => {
    const decoded = decodeText(Uint8Array.from(raw), type);
    expect([decoded.charset.name, decoded.charset.source, decoded.text]).toEqual([name, source, text]);
  });
  test.each([
    ['well-formed', [...bytes('a é 柴 🐕')], null],
    ['a lone continuation', [0x61, 0x80], 1],
    ['an overlong form', [0xc0, 0xaf], 0],
    ['a surrogate', [0xed, 0xa0, 0x80], 0],
    ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80], 0],
    ['cut by the end', [0x61, 0xe2, 0x82], 1],
  ] as const)('finds the first byte that is no UTF-8: %s', (_, raw, at) => {
    expect(firstInvalidUtf8(Uint8Array.from(raw))).toBe(at);
  });
  test('names a byte order mark and keeps it in the text', () => {
    expect(byteOrderMark(bytes('\ufeff{}'))).toBe('utf-8');
    expect(decodeText(bytes('\ufeff{}'), null).text).toBe('\ufeff{}');
  });
});

describe('form', () => {
  test('keeps order and repeats, and leaves alone what does not decode', () => {
    expect(parseForm('b=1&a=x+y&b=%C3%A9&bad=%zz&&empty')).toEqual([
      { name: 'b', value: '1', valid: true },
      { name: 'a', value: 'x y', valid: true },
      { name: 'b', value: 'é', valid: true },
      { name: 'bad', value: '%zz', valid: false },
      { name: 'empty', value: '', valid: true },
    ]);
  });
});

describe('multipart', () => {
  const body = Buffer.concat([
    Buffer.from('preamble\r\n--b\r\nContent-Disposition: form-data; name="note"\r\n\r\nline --b in text\r\n--b\r\n'),
    Buffer.from(
      'Content-Disposition: form-data; name="f\xc3\xa9"; filename="a \\"b\\".bin"\r\nContent-Type: image/png\r\n\r\n',
      'latin1',
    ),
    every,
    Buffer.from('\r\n--b--\r\nepilogue'),
  ]);
  test('finds the parts without copying or changing their bytes', () => {
    const { parts, complete } = splitMultipart(body, 'b');
    expect(complete).toBe(true);
    expect(parts.map(({ name, filename, contentType }) => [name, filename, contentType])).toEqual([
      ['note', null, null],
      ['fé', 'a "b".bin', 'image/png'],
    ]);
    expect(body.subarray(parts[0]?.from, parts[0]?.to).toString()).toBe('line --b in text');
    expect(new Uint8Array(body.subarray(parts[1]?.from, parts[1]?.to))).toEqual(every);
  });
  test('gives what there is of a body that ends early', () => {
    const { parts, complete } = splitMultipart(body.subarray(0, 75), 'b');
    expect(complete).toBe(false);
    expect(parts.length).toBe(1);
  });
  test('takes parts without header lines, bare line feeds and no boundary at all', () => {
    const plain = Buffer.from('--b\n\nhello\n--b--');
    const [part] = splitMultipart(plain, 'b').parts;
    expect(plain.subarray(part?.from, part?.to).toString()).toBe('hello');
    expect(splitMultipart(body, '').parts).toEqual([]);
    expect(splitMultipart(Buffer.alloc(0), 'b')).toEqual({ parts: [], complete: false, capped: false });
  });
});

describe('kind', () => {
  test.each([
    ['json by type', bytes('{"a":1}'), 'application/vnd.api+json', 'json'],
    ['json by its first byte', bytes(' [1]'), null, 'json'],
    ['json under a wrong form type', bytes('{"a":1}'), 'application/x-www-form-urlencoded', 'json'],
    ['a form', bytes('a=1'), 'application/x-www-form-urlencoded', 'form'],
    ['lines of json', bytes('{}\n{}'), 'application/x-ndjson', 'ndjson'],
    ['svg is xml, never an image', bytes('<svg onload="x"/>'), 'image/svg+xml', 'xml'],
    ['html is text', bytes('<script>1</script>'), 'text/html', 'text'],
    ['a png', new Uint8Array(PNG), 'image/png', 'image'],
    ['a png that says it is html is not drawn', new Uint8Array(PNG), 'text/html', 'binary'],
    ['html that says it is a png is not drawn', bytes('<script>'), 'image/png', 'text'],
    ['zeroes', new Uint8Array(40), null, 'binary'],
    ['nothing', new Uint8Array(0), 'application/json', 'empty'],
  ] as const)('%s', (_, body, type, kind) => {
    expect(bodyKind(body, type)).toBe(kind);
  });
  test('knows raster images by their bytes', () => {
    expect(imageType(PNG)).toBe('image/png');
    expect(imageType(bytes('GIF89a'))).toBe('image/gif');
    expect(imageType(bytes('<svg/>'))).toBe(null);
  });
});

describe('content codings', () => {
  const text = bytes('{"hello":"world"}');
  test.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['deflate, gzip', gzipSync(deflateSync(text))],
  ])('undoes %s', async (coding, stored) => {
    const { bytes: out, decoding } = await decompress({
      bytes: new Uint8Array(stored),
      codings: contentCodings([coding]),
    });
    expect(new TextDecoder().decode(out)).toBe('{"hello":"world"}');
    expect(decoding).toMatchObject({ kind: 'decoded', end: 'whole' });
  });
  test('stops at the bound, whatever a bomb would grow to', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    const { bytes: out, decoding } = await decompress({
      bytes: new Uint8Array(bomb),
      codings: ['gzip'],
      boundBytes: 100_000,
    });
    expect(out.length).toBe(100_000);
    expect(decoding).toMatchObject({ end: 'bound' });
  });
  test('gives the beginning of a stream that breaks off', async () => {
    const noise = Buffer.from(Array.from({ length: 200_000 }, (_, at) => (at * 7919) % 251));
    const { bytes: out, decoding } = await decompress({
      bytes: new Uint8Array(gzipSync(noise).subarray(0, -12)),
      codings: ['gzip'],
    });
    expect(decoding).toMatchObject({ kind: 'decoded', end: 'broken' });
    expect(noise.subarray(0, out.length).equals(out)).toBe(true);
  });
  test('keeps bytes that are not what the header says', async () => {
    const { bytes: out, decoding } = await decompress({ bytes: text, codings: ['gzip'] });
    expect(out).toEqual(text);
    expect(decoding).toEqual({
      kind: 'none',
      notes: ['The header says “gzip”, but the bytes are not: they are shown as they came'],
    });
  });
});

describe('report', () => {
  const report = (body: Uint8Array<ArrayBuffer>, contentType: string | null, codings: readonly string[] = []) =>
    reportBody({ bytes: body, contentType, codings, clamped: false });
  test('tells what is odd about a text', async () => {
    const { notes } = await report(
      Uint8Array.from([0xef, 0xbb, 0xbf, 0x61, 0x0d, 0x0a, 0xff, 0x0d, 0x0a]),
      'text/plain',
    );
    expect(notes).toEqual([
      'Starts with a UTF-8 byte order mark',
      'Not valid UTF-8, first at byte 6',
      'CRLF line ends',
    ]);
  });
  test('tells where JSON breaks, but not of a beginning that was cut by us', async () => {
    const broken = bytes('{\n "a": tru}');
    expect((await report(broken, 'application/json')).notes).toEqual([
      'Not valid JSON: a value is missing, line 2, column 7',
    ]);
    const cut = await reportBody({
      bytes: bytes('{"a": [1, 2'),
      contentType: 'application/json',
      codings: [],
      clamped: true,
    });
    expect(cut.notes).toEqual([]);
    for (const end of ['{"a": "unfinis', '{"a": tru', '{"a": -', '{"unfin', '{"a": "\\u00']) {
      const { notes } = await reportBody({
        bytes: bytes(end),
        contentType: 'application/json',
        codings: [],
        clamped: true,
      });
      expect([end, notes]).toEqual([end, []]);
    }
    const character = await reportBody({
      bytes: bytes('"é').slice(0, 2),
      contentType: 'text/plain',
      codings: [],
      clamped: true,
    });
    expect(character.notes).toEqual([]);
  });
  test('looks into compressed JSON and leaves the rest of the report as usual', async () => {
    const { json, pretty, decoding } = await report(new Uint8Array(gzipSync(bytes('{"a":1}'))), 'application/json', [
      'gzip',
    ]);
    expect(decoding.kind).toBe('decoded');
    expect(json?.count).toBe(2);
    expect(pretty).toBe('{\n  "a": 1\n}');
  });
  test('lays XML out, and leaves what is none as it is', async () => {
    expect((await report(bytes('<a><b>1</b></a>'), 'text/xml')).pretty).toBe('<a>\n  <b>1</b>\n</a>');
    expect((await report(bytes('<a><b'), 'text/xml')).text).toBe('<a><b');
  });
});
