import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { CapturedRequest } from '../server/contract/request.ts';
import type { DiagnosisCode } from '../server/doctor/codes.ts';
import { ask, captured, NOW_MS, plain, SECRET, signed, standard, timed } from './doctor-support.ts';
import { has, through } from './doctor-tools.ts';

const BODY = '{"id":"evt_1","name":"Zoë"}';
const TS = String(NOW_MS / 1000);
const KEY = 'whsec_MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0';

/** The request with another value in one of its header lines. */
const withValue = (request: CapturedRequest, name: string, change: (value: string) => string): CapturedRequest => ({
  ...request,
  headers: request.headers.map(([line, value]) => [line, line === name ? change(value) : value] as const),
});
const plainly = (value: string) => withValue(signed(plain, { body: BODY }), 'X-Plain-Signature-256', () => value);
const timedly = (signature: string) =>
  withValue(signed(timed, { body: BODY }), 'Timed-Signature', () => `t=${TS},v1=${signature}`);
const hmac = (data: string, hash = 'sha256', key: string | Buffer = SECRET) =>
  createHmac(hash, key).update(data).digest('hex');
const openssl = (data: string, ...args: readonly string[]) =>
  /[0-9a-f]{32,}$/m.exec(Buffer.from(through(Buffer.from(data), 'openssl', 'dgst', ...args)).toString())?.[0] ?? '';

describe('signatures made in another way', () => {
  const CASES: readonly (readonly [string, () => CapturedRequest, DiagnosisCode])[] = [
    ['SHA-1 instead of SHA-256', () => plainly(`sha256=${hmac(BODY, 'sha1')}`), 'wrong-algorithm'],
    ['SHA-512 instead of SHA-256', () => timedly(hmac(`${TS}.${BODY}`, 'sha512')), 'wrong-algorithm'],
    ['MD5 instead of SHA-256', () => timedly(hmac(`${TS}.${BODY}`, 'md5')), 'wrong-algorithm'],
    [
      'a hash of secret and body',
      () =>
        plainly(
          `sha256=${createHash('sha256')
            .update(SECRET + BODY)
            .digest('hex')}`,
        ),
      'not-hmac',
    ],
    [
      'a hash of body and secret',
      () =>
        plainly(
          `sha256=${createHash('sha256')
            .update(BODY + SECRET)
            .digest('hex')}`,
        ),
      'not-hmac',
    ],
    [
      'a hash of the body alone',
      () => plainly(`sha256=${createHash('sha256').update(BODY).digest('hex')}`),
      'not-hmac',
    ],
    [
      'an HMAC with key and data exchanged',
      () => plainly(`sha256=${hmac(SECRET, 'sha256', Buffer.from(BODY))}`),
      'not-hmac',
    ],
    ['the body alone, without its timestamp', () => timedly(hmac(BODY)), 'timestamp-not-signed'],
    ['no dot between timestamp and body', () => timedly(hmac(TS + BODY)), 'wrong-template'],
    ['a colon between timestamp and body', () => timedly(hmac(`${TS}:${BODY}`)), 'wrong-template'],
    ['the recipe of Slack', () => timedly(hmac(`v0:${TS}:${BODY}`)), 'wrong-template'],
    ['body before timestamp', () => timedly(hmac(`${BODY}.${TS}`)), 'wrong-template'],
    [
      'base64 instead of hex',
      () => plainly(`sha256=${Buffer.from(hmac(BODY), 'hex').toString('base64')}`),
      'wrong-encoding',
    ],
    ['base64 of the hex text', () => plainly(`sha256=${Buffer.from(hmac(BODY)).toString('base64')}`), 'wrong-encoding'],
    ['capital hex', () => plainly(`sha256=${hmac(BODY).toUpperCase()}`), 'wrong-encoding'],
    ['no prefix', () => plainly(hmac(BODY)), 'missing-prefix'],
    ['the prefix of another hash', () => plainly(`sha1=${hmac(BODY)}`), 'missing-prefix'],
    [
      'without t= and v1=',
      () => withValue(signed(timed, { body: BODY }), 'Timed-Signature', () => hmac(`${TS}.${BODY}`)),
      'missing-header',
    ],
    [
      'one character changed',
      () => plainly(`sha256=${hmac(BODY).replace(/^./, (char) => (char === '0' ? '1' : '0'))}`),
      'signature-changed',
    ],
    ['cut short', () => plainly(`sha256=${hmac(BODY).slice(0, 40)}`), 'signature-changed'],
    ['an odd number of hex digits', () => plainly(`sha256=${'ab'.repeat(30)}a`), 'signature-changed'],
    ['a placeholder', () => plainly('sha256=test'), 'test-signature'],
    ['zeros', () => plainly(`sha256=${'0'.repeat(64)}`), 'test-signature'],
  ];
  test.each(CASES)('%s', (_, make, code) => {
    const diagnosis = ask(make(), make().headers.some(([name]) => name === 'Timed-Signature') ? timed : plain);
    expect(diagnosis).toMatchObject({ code });
    expect(JSON.stringify(diagnosis)).not.toContain(SECRET);
  });

  test('id left out of the signed string', () => {
    const signature = createHmac('sha256', Buffer.from(KEY.slice(6), 'base64'))
      .update(`${TS}.${BODY}`)
      .digest('base64');
    const request = withValue(signed(standard, { body: BODY }, KEY), 'webhook-signature', () => `v1,${signature}`);
    expect(ask(request, standard, KEY)).toMatchObject({ code: 'id-not-signed' });
  });
  test('hex instead of base64 behind v1,', () => {
    const request = withValue(
      signed(standard, { body: BODY }, KEY),
      'webhook-signature',
      (value) => `v1,${Buffer.from(value.slice(3), 'base64').toString('hex')}`,
    );
    expect(ask(request, standard, KEY)).toMatchObject({ code: 'wrong-encoding' });
  });
  test('base64url instead of base64', () => {
    const made = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => signed(standard, { body: `{"n":${n}}` }, KEY));
    const request = made.find(({ headers }) =>
      headers.some(([name, value]) => name === 'webhook-signature' && /[+/]/.test(value)),
    );
    const url = withValue(request!, 'webhook-signature', (value) =>
      value.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''),
    );
    expect(ask(url, standard, KEY)).toMatchObject({ code: 'wrong-encoding' });
  });
  test('a signature that a form decoder went over', () => {
    const made = Array.from({ length: 40 }, (_, n) => signed(standard, { body: `{"n":${n}}` }, KEY));
    const request = made.find(({ headers }) =>
      headers.some(([name, value]) => name === 'webhook-signature' && /\w\+\w/.test(value)),
    );
    const value = request!.headers.find(([name]) => name === 'webhook-signature')![1];
    const decoded = new URLSearchParams(`s=${value}`).get('s') ?? '';
    expect(
      ask(
        withValue(request!, 'webhook-signature', () => decoded),
        standard,
        KEY,
      ),
    ).toMatchObject({ code: 'signature-changed' });
  });
  test.skipIf(!has('openssl'))('openssl with -sha1 (needs openssl)', () => {
    expect(ask(plainly(`sha256=${openssl(BODY, '-sha1', '-hmac', SECRET)}`), plain)).toMatchObject({
      code: 'wrong-algorithm',
    });
  });
  test.skipIf(!has('openssl'))('openssl without -hmac (needs openssl)', () => {
    expect(ask(plainly(`sha256=${openssl(SECRET + BODY, '-sha256')}`), plain)).toMatchObject({ code: 'not-hmac' });
  });
  test('the signature of another provider', () => {
    const request = captured({ body: BODY });
    const headers = [...request.headers, ...timed.signatureLines(request, SECRET)];
    const both = { ...request, headers: [...headers, ['X-Plain-Signature-256', `sha256=${'ab'.repeat(32)}`] as const] };
    expect(ask(both, plain)).toMatchObject({ code: 'other-provider' });
  });
  test('a delivery with the marks of another provider', () => {
    expect(ask(signed(timed, { body: BODY }, 'unknown'), plain)).toMatchObject({ code: 'other-provider' });
  });
  test('the simulator of PayPal, which signs for no webhook in particular', () => {
    expect(ask(signed(plain, { body: BODY }, 'WEBHOOK_ID'), plain)).toMatchObject({ code: 'test-signature' });
  });
  test('a signature of nothing known is left unexplained', () => {
    expect(ask(plainly(`sha256=${hmac('something else')}`), plain)).toMatchObject({
      code: null,
      proof: null,
      difference: null,
    });
  });
  test('what was tried is listed', () => {
    const { tried } = ask(plainly(`sha256=${hmac('something else')}`), plain);
    expect(tried.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['body-reserialized', 'secret-quoted', 'wrong-algorithm']),
    );
  });
});
