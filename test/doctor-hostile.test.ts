import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { diagnose } from '../server/doctor/diagnose.ts';
import type { Provider } from '../server/providers/provider.ts';
import { credential, NOW_MS, plain, SECRET, signed } from './doctor-support.ts';

const nested = (text: string, times: number, wrap: (text: string) => string): string => {
  let made = text;
  for (let round = 0; round < times; round++) made = wrap(made);
  return made;
};
const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString('base64');
const zeros = Buffer.alloc(64 * 1_048_576);

const BODIES: readonly (readonly [name: string, body: string | Uint8Array])[] = [
  ['a gzip bomb', gzipSync(zeros)],
  ['a brotli bomb', brotliCompressSync(zeros)],
  ['a gzip bomb in base64', base64(gzipSync(zeros))],
  ['gzip in gzip in gzip', gzipSync(gzipSync(gzipSync(gzipSync(gzipSync('{"a":1}')))))],
  ['JSON strings of JSON strings', nested('{"a":1}', 12, (text) => JSON.stringify(text))],
  ['base64 of base64', nested('{"a":1}', 20, base64)],
  ['carriers in carriers', nested('{"a":1}', 60, (text) => `{"body":${text},"data":"e30="}`)],
  ['strings in carriers', nested('{"a":1}', 9, (text) => JSON.stringify({ message: text }))],
  ['a list of numbers', JSON.stringify(Array.from({ length: 40_000 }, (_, at) => at % 256))],
  ['many carriers', JSON.stringify(Array.from({ length: 3_000 }, () => ({ body: '{"a":1}' })))],
  ['only entities', '&quot;'.repeat(40_000)],
  ['entities that never end', '&'.repeat(200_000)],
  ['only percents', '%22'.repeat(60_000)],
  ['backslashes and quotes', '\\"'.repeat(80_000)],
  ['CDATA that never ends', '<![CDATA['.repeat(20_000)],
  ['boundaries', `--x\r\n${'--x\r\n\r\n'.repeat(20_000)}`],
  ['NULs', Buffer.alloc(300_000)],
  ['surrogates of three bytes', Buffer.from('eda080'.repeat(50_000), 'hex')],
  ['integers beyond 2^53', `[${'820982911946154500,'.repeat(5_000)}1]`],
  ['an integer of a thousand digits', `{"id":${'9'.repeat(1_000)}}`],
  ['fields without end', 'a=b&'.repeat(40_000)],
  ['equal signs', '='.repeat(200_000)],
];
const SECRETS = [
  SECRET,
  `"${'x'.repeat(5_000)}"`,
  'ab'.repeat(3_000),
  '%41'.repeat(2_000),
  base64(base64('a-secret')),
  '{"a":'.repeat(500),
];

describe('bodies and secrets that were made to cost much', () => {
  test.each(BODIES)('%s: answered in words, within the budget', (_, body) => {
    for (const [at, secret] of SECRETS.entries()) {
      if (at > 0 && body.length > 1_000) break;
      let checks = 0;
      const counted: Provider = {
        ...plain,
        signature: {
          ...plain.signature!,
          check: (...given) => {
            checks++;
            return plain.signature!.check(...given);
          },
        },
      };
      const request = { ...signed(plain, { body: 'other' }), body: Buffer.from(body) };
      const { sentence } = diagnose({
        request,
        provider: counted,
        credentials: [{ credential: credential(secret), origin: 'this-endpoint', endpointName: 'Inbox' }],
        otherProviders: [],
        publicUrls: [],
        nowMs: NOW_MS,
        budget: { computations: 2_000, bytes: 16 * 1_048_576 },
      });
      expect(sentence).toMatch(/\.$/);
      expect(checks).toBeLessThanOrEqual(2_000);
    }
  });
});
