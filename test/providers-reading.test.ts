import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { HeaderLine } from '../server/contract/header.ts';
import { describeDelivery, findProvider } from '../server/providers/index.ts';
import { type TestApp, withApp } from './support/app.ts';
import { freshCredential, NOW, sampleRequest, withSigned } from './support/provider-bench.ts';
import { deliver, endpointOf } from './support/signed-delivery.ts';

const ORDER = '{"id":820982911946154508,"name":"Caf\u00e9"}';
const shopify = findProvider('shopify')!;
const TYPE: HeaderLine = ['Content-Type', 'application/json'];
const coded = (...names: readonly string[]): readonly HeaderLine[] => [
  TYPE,
  ...names.map((name): HeaderLine => ['Content-Encoding', name]),
];

describe('what a delivery is about is read from a body', () => {
  test.each([
    ['in gzip by its other name', gzipSync(ORDER), coded('X-GZip')],
    ['in gzip, in quotation marks', gzipSync(ORDER), coded('"gzip"')],
    ['in two codings on two lines', brotliCompressSync(gzipSync(ORDER)), coded('gzip', 'br')],
    ['in zlib', deflateSync(ORDER), coded('deflate')],
    ['in raw DEFLATE', deflateRawSync(ORDER), coded('deflate')],
    ['in gzip and chunks of a store', gzipSync(ORDER), coded('aws-chunked, gzip')],
    ['that is plain, whatever the header says', Buffer.from(ORDER), coded('gzip')],
    ['with a byte order mark', Buffer.from(`\ufeff${ORDER}`), [TYPE]],
    ['in UTF-16 with its mark', Buffer.from(`\ufeff${ORDER}`, 'utf16le'), [TYPE]],
    ['in UTF-16 without', Buffer.from(ORDER, 'utf16le'), [TYPE]],
    [
      'in UTF-16 by its type',
      Buffer.from(ORDER, 'utf16le').swap16(),
      [['Content-Type', 'application/json; charset=utf-16be']],
    ],
    ['in Latin-1', Buffer.from(ORDER, 'latin1'), [['Content-Type', 'application/json; charset="ISO-8859-1"']]],
  ] as const)('%s', (_, body, headers) => {
    const request = { ...sampleRequest(shopify), headers, body };
    expect(describeDelivery(request, shopify).resource).toContain('820982911946154508');
  });

  test('that has more codings than are undone as it stands', () => {
    const request = {
      ...sampleRequest(shopify),
      headers: coded('gzip, gzip, gzip, gzip, gzip'),
      body: Buffer.from(ORDER),
    };
    expect(describeDelivery(request, shopify).resource).toContain('820982911946154508');
  });

  test.each([
    ['LF line ends', (text: string) => text.replaceAll('\r\n', '\n')],
    ['names without quotation marks', (text: string) => text.replace('"json"', 'json')],
    ['an extended name', (text: string) => text.replace('name="json"', "name*=UTF-8''json")],
    ['no closing boundary', (text: string) => text.replace('--x--\r\n', '')],
    ['a boundary within a value', (text: string) => text.replace('sent', 'sent--x')],
  ])('of parts with %s', (_, change) => {
    const sign = findProvider('dropbox-sign')!;
    const body = change(
      '--x\r\nContent-Disposition: form-data; name="json"\r\n\r\n{"event":{"event_type":"sent"}}\r\n--x--\r\n',
    );
    const headers: readonly HeaderLine[] = [['Content-Type', 'multipart/form-data; boundary=x']];
    expect(describeDelivery({ ...sampleRequest(sign), headers, body: Buffer.from(body) }, sign).event).toMatch(/^sent/);
  });
});

test.each(['getstream', 'airship'])(
  'what %s signed before it was compressed is valid in two codings on two lines',
  (id) => {
    const provider = findProvider(id)!;
    const credential = freshCredential(provider);
    const plain = sampleRequest(provider);
    const signed = withSigned(plain, provider.signature!.sign!(plain, credential, NOW)!);
    const lines = coded('gzip', 'br').slice(1);
    const sent = { ...signed, headers: [...signed.headers, ...lines], body: brotliCompressSync(gzipSync(signed.body)) };
    expect(provider.signature!.check(sent, credential, NOW).kind).toBe('valid');
  },
);

test('a challenge that is a number is echoed as the number that was written', async () => {
  await withApp(async (app: TestApp) => {
    const echoed = async (provider: string, body: string) => {
      const endpoint = await endpointOf(app, provider, [{ value: 'stored' }]);
      return (await deliver(app, endpoint, { headers: [TYPE], body })).received.split('\r\n\r\n')[1];
    };
    for (const digits of ['9007199254740993', '1.0', '1e3', '-0', '7']) {
      const slack = `{"type":"url_verification","challenge":${digits}}`;
      expect(await echoed('slack', slack)).toBe(`{"challenge":${digits}}`);
      expect(await echoed('monday', `{"challenge":${digits}}`)).toBe(`{"challenge":${digits}}`);
    }
    expect(await echoed('monday', '{"challenge":"12"}')).toBe('{"challenge":"12"}');
    expect(await echoed('monday', '{"challenge":{"a":1}}')).toBe('ok\n');
  });
});
