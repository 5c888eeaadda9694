import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { diagnosed, genuine, withBody } from './doctor-corpus/case.ts';

const SIGNED = '{"id":"evt_9","name":"Zo\u00eb M\u00fcller","url":"https://a.example/o?a=1&b=<2>","n":1250,"ok":true}';
const LINES = '{\n  "id": "evt_9",\n  "name": "Zo\u00eb"\n}\n';
const size = (text: string): string => Buffer.byteLength(text).toString(16);
const quotedPrintable = (text: string): string =>
  [...Buffer.from(text)]
    .map((byte) =>
      byte === 61 || byte > 126 ? `=${byte.toString(16).toUpperCase().padStart(2, '0')}` : String.fromCharCode(byte),
    )
    .join('')
    .replace(/.{60}/g, '$&=\r\n');
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const FRAMED: readonly (readonly [what: string, signed: string, received: string])[] = [
  ['chunk sizes left in', SIGNED, `${size(SIGNED)}\r\n${SIGNED}\r\n0\r\n\r\n`],
  [
    'AWS’s signed chunks',
    SIGNED,
    `${size(SIGNED)};chunk-signature=${'a'.repeat(64)}\r\n${SIGNED}\r\n0;chunk-signature=${'b'.repeat(64)}\r\n\r\n`,
  ],
  ['a whole request as the body', LINES, `POST /hook HTTP/1.1\r\nHost: a.example\r\nX-A: b\r\n\r\n${LINES}`],
  ['what curl -i prints', SIGNED, `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n${SIGNED}`],
  ['a server-sent event', SIGNED, `event: push\ndata: ${SIGNED}\n\n`],
  ['quotes of a shell that knows none', SIGNED, `'${SIGNED}'`],
  ['quotes around JSON', SIGNED, `"${SIGNED}"`],
  ['typographic quotes', SIGNED, SIGNED.replaceAll('"', '\u201d')],
  ['blanks that do not break', LINES, LINES.replaceAll(' ', '\u00a0')],
  ['quoted-printable', SIGNED, quotedPrintable(SIGNED)],
  ['an element of XML', SIGNED, `<?xml version="1.0"?>\n<m><id>1</id><body type="json">${escaped(SIGNED)}</body></m>`],
  [
    'the element that an integration server puts around a plain text',
    'Deploy done & ok',
    '<text xmlns="http://ws.apache.org/commons/ns/payload">Deploy done &amp; ok</text>',
  ],
  ['hex as PostgreSQL shows bytes', SIGNED, `\\x${Buffer.from(SIGNED).toString('hex')}`],
  ['hex with 0x', SIGNED, `0x${Buffer.from(SIGNED).toString('hex').toUpperCase()}`],
  ['a template around a body that ends in a newline', LINES, `{"payload":${LINES.trimEnd()},"at":1}`],
  ['a member added at the end', SIGNED, SIGNED.replace(/}$/, ',"received_at":1}')],
  [
    'a member added at the beginning, printed anew',
    SIGNED,
    JSON.stringify({ _id: 'x', ...JSON.parse(SIGNED) }, null, 2),
  ],
  ['numbers as texts', SIGNED, SIGNED.replace('1250', '"1250"')],
  ['numbers and words as texts', SIGNED, SIGNED.replace('1250', '"1250"').replace('true', '"true"')],
  ['texts of digits as numbers', '{"phone":"491701234567","zip":"8001"}', '{"phone":491701234567,"zip":8001}'],
];

const PROVIDERS = ['github', 'stripe', 'standard-webhooks', 'shopify', 'discord', 'line'] as const;

describe('a body that arrives within the framing of something else, or with more or other members, is explained:', () => {
  test.each(FRAMED)('%s', (_, signed, received) => {
    for (const provider of [PROVIDERS[received.length % 6]!, PROVIDERS[(received.length + 1) % 6]!]) {
      const { code, proof } = diagnosed(withBody(genuine(provider, signed), received));
      expect([provider, code]).toEqual([provider, 'body-reserialized']);
      expect(proof).toMatch(/signed bytes/);
    }
  });

  test('two chunks, cut within a character', () => {
    const bytes = Buffer.from(SIGNED);
    const at = bytes.indexOf(0xc3) + 1;
    const chunk = (part: Uint8Array) => [Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')];
    const received = Buffer.concat([
      ...chunk(bytes.subarray(0, at)),
      ...chunk(bytes.subarray(at)),
      Buffer.from('0\r\n\r\n'),
    ]);
    expect(diagnosed(withBody(genuine('stripe', SIGNED), received)).code).toBe('body-reserialized');
  });

  test.each([
    ['UTF-16 with CRLF at its end', `\ufeff${SIGNED}\r\n`, SIGNED],
    ['UTF-16 with CRLF all through', `\ufeff${LINES.replaceAll('\n', '\r\n')}`, LINES],
  ])('what PowerShell wrote to a file: %s', (_, text, signed) => {
    for (const provider of ['github', 'contentful', 'line'] as const)
      expect(diagnosed(withBody(genuine(provider, signed), Buffer.from(text, 'utf16le'))).code).toBe(
        'body-charset-changed',
      );
  });

  test('gzip that a platform took for text, byte by byte', () => {
    const packed = Buffer.from(gzipSync(SIGNED).toString('latin1'));
    for (const provider of ['github', 'stripe'] as const)
      expect(diagnosed(withBody(genuine(provider, SIGNED), packed)).code).toBe('compressed-body');
  });

  test.each([
    ['chunk sizes that do not add up', `9\r\n${SIGNED}\r\n0\r\n\r\n`],
    ['another body in the frame', `data: ${SIGNED.replace('evt_9', 'evt_8')}\n\n`],
    ['a frame that never ends', `7fffffff\r\n${SIGNED}`],
  ])('nothing is made of %s', (_, received) => {
    expect(diagnosed(withBody(genuine('github', SIGNED), received)).proof ?? '').not.toMatch(/signed bytes/);
  });
});
