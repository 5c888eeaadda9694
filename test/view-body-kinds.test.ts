import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { fittingMode } from '../renderer/view/body-modes.ts';
import { type Body, look } from './support/look-at-body.ts';
import { PNG } from './support/made-delivery.ts';

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
