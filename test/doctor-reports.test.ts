import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { publicUrlOf } from '../server/describe/public-url.ts';
import { verify } from '../server/doctor/verification.ts';
import { parseRawHttp } from '../server/fixtures/parse-raw-http.ts';
import { findProvider, providers } from '../server/providers/index.ts';
import { diagnosed, genuine, withBody } from './doctor-corpus/case.ts';

/** Deliveries rebuilt from public reports, with the cause that each report found; null for those that are right as they are. */
interface Report {
  readonly id: string;
  readonly source: string;
  readonly provider: string;
  readonly secret: string;
  readonly httpBase64: string;
  readonly now?: number;
  readonly cause: string | null;
}

const reports = JSON.parse(
  readFileSync(new URL('./doctor-corpus/reports.json', import.meta.url), 'utf8'),
) as readonly Report[];

function judged({ httpBase64, provider, secret, now = 1_600_112_502 }: Report) {
  const parsed = parseRawHttp(Buffer.from(httpBase64, 'base64'));
  const publicUrl = publicUrlOf(parsed.target, parsed.headers, undefined);
  return verify({
    request: { ...parsed, publicUrl, arrivedAtMs: now * 1_000 },
    provider: findProvider(provider)!,
    credentials: [
      { credential: { name: 'given', value: secret, extra: {} }, origin: 'this-endpoint', endpointName: '' },
    ],
    otherProviders: providers,
    publicUrls: [],
    nowMs: now * 1_000,
  });
}

describe('public reports', () => {
  test.each(reports.map((report) => [report.id, report] as const))('%s', (_, report) => {
    const { verdict, diagnosis } = judged(report);
    if (report.cause === null) expect([verdict.kind, diagnosis?.code ?? null]).toEqual(['valid', null]);
    else if (verdict.kind !== 'valid') {
      expect(diagnosis?.code).toBe(report.cause);
      expect(diagnosis?.proof).toMatch(/\S\.$/);
    } else expect(report.id).toBe('twilio-basic-auth-in-url');
  });
});

describe('their neighbours', () => {
  const BATCH = '[{"email":"a@example.com","event":"open"},\r\n{"email":"b@example.com","event":"click"}]\r\n';

  test.each([
    ['SendGrid’s batch printed anew', 'sendgrid', BATCH, JSON.stringify(JSON.parse(BATCH))],
    ['the same with LF only', 'sendgrid', BATCH.replaceAll('\r\n', '\n'), JSON.stringify(JSON.parse(BATCH))],
    ['a batch of one', 'sendgrid', '[{"event":"open"}]\r\n', '[{"event":"open"}]'],
    ['a form whose ~ and * were escaped', 'slack', 'text=a+%2A%7E&x=1', 'text=a%20*~&x=1'],
    ['a form whose blanks were +', 'slack', 'text=it%27s+%21', "text=it's%20!"],
    ['blanks inside braces', 'github', '{ "a": [ 1, 2 ], "u": "x\\/y" }', '{"a":[1,2],"u":"x/y"}'],
    ['blanks around colons', 'github', '{ "a" : 1 }', '{"a":1}'],
    ['only characters beyond the BMP escaped', 'line', '{"t":"\\uD83E\\uDD28✋"}', '{"t":"🤨✋"}'],
    ['the same in small letters', 'line', '{"t":"\\ud83e\\udd28✋"}', '{"t":"🤨✋"}'],
    ['a JSON string of JSON', 'github', '{"a":1}', '"{\\"a\\":1}"'],
    ['a JSON string of a JSON string of JSON', 'github', '{"a":1}', JSON.stringify(JSON.stringify('{"a":1}'))],
    ['base64 of a Lambda', 'stripe', '{"a":1,"b":2}', Buffer.from('{"a":1,"b":2}').toString('base64')],
    ['a proxy event', 'stripe', '{"a":1,"b":2}', '{"body":"{\\"a\\":1,\\"b\\":2}","isBase64Encoded":false}'],
    ['a signature over nothing', 'github', '', '{"a":1}'],
    ['a signature over {}', 'github', '{}', '{"a":1}'],
    ['an integer rounded by JavaScript', 'shopify', '{"id":820982911946154508}', '{"id":820982911946154500}'],
  ])('%s', (_, id, signed, received) => {
    const found = diagnosed(withBody(genuine(id, signed), received));
    expect(found.code).toMatch(/^body-(reserialized|unicode-escaped|empty|trailing-newline)$/);
    expect(found.proof).toMatch(/\S\.$/);
  });

  test('rounded integers that are too many to try are told by their look, with the reason why they stay lost', () => {
    const signed = '{"id":820982911946154508,"order":900719925474099371,"third":123456789012345678}';
    const found = diagnosed(withBody(genuine('shopify', signed), JSON.stringify(JSON.parse(signed))));
    expect(found.code).toBe('body-reserialized');
    expect(found.proof).toContain('cannot be put back');
  });
  test('integers that keep their digits are not called rounded', () => {
    const signed = '{"id":820982911946154508,"order":9007199254740993}';
    expect(diagnosed(withBody(genuine('shopify', signed), signed.replace('508', '509'))).code).toBeNull();
  });
});
