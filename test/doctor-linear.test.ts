import { describe, expect, test } from 'vitest';
import type { HeaderLine } from '../server/contract/header.ts';
import { QUICK_BUDGET } from '../server/doctor/diagnose.ts';
import { verify } from '../server/doctor/verification.ts';
import { findProvider, providers } from '../server/providers/index.ts';

const NOW_MS = 1_768_478_400_000;

/** Texts that cost the square of their length where a pattern is tried anew from each of its places. */
const RUNS: readonly (readonly [name: string, part: string])[] = [
  ['token heads', 'eyJ'],
  ['token parts', 'eyJhbGciOi.'],
  ['line feeds', '\n'],
  ['CRLF', '\r\n'],
  ['blanks', ' '],
  ['equals signs', '='],
  ['semicolons after blanks', '  ;'],
  ['open brackets', '['],
  ['escapes', '\\'],
  ['pairs', 't=1,'],
  ['digits', '1'],
  ['times', '2026-01-01T'],
  ['percents', '%2'],
  ['slashes', '/a'],
];

/** A square would take minutes with this, and the test's time would be over. */
const BODY_BYTES = 262_000;
const HEADER_BYTES = 60_000;

const long = (part: string, length: number): string => `${part.repeat(Math.ceil(length / part.length))}x`;

function verdictOf(provider: string, headers: readonly HeaderLine[], body: string): string {
  const request = {
    method: 'POST',
    target: '/',
    headers,
    body: Buffer.from(body, 'latin1'),
    httpVersion: '1.1',
    trailers: [],
    publicUrl: 'https://example.com/',
    arrivedAtMs: NOW_MS,
  };
  return verify({
    request,
    provider: findProvider(provider)!,
    credentials: [
      {
        credential: { name: 'a', value: 'whsec_c2VjcmV0c2VjcmV0', extra: {} },
        origin: 'this-endpoint',
        endpointName: 'Inbox',
      },
    ],
    otherProviders: providers,
    publicUrls: [],
    nowMs: NOW_MS,
    budget: QUICK_BUDGET,
  }).verdict.kind;
}

describe('a delivery that was made to be slow', () => {
  test.each(RUNS)('is judged in time that grows with its length: %s in the body', (_, part) => {
    const headers: readonly HeaderLine[] = [['X-Hub-Signature-256', `sha256=${'0'.repeat(64)}`]];
    expect(verdictOf('github', headers, long(part, BODY_BYTES))).toBe('invalid');
  });
  test.each(RUNS)('is judged in time that grows with its length: %s in the headers', (_, part) => {
    const text = long(part, HEADER_BYTES).replace(/[\r\n]/g, ' ');
    const headers: readonly HeaderLine[] = [
      ['Content-Type', text],
      ['X-Contentful-Topic', text],
      ['X-Contentful-Signed-Headers', 'content-type,x-contentful-signed-headers,x-contentful-timestamp'],
      ['X-Contentful-Timestamp', String(NOW_MS)],
      ['X-Contentful-Signature', 'ab'.repeat(32)],
      ['X-Other-Signature', text],
    ];
    expect(verdictOf('contentful', headers, '{}')).toBe('invalid');
  });
});
