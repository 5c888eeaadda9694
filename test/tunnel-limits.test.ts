import { expect, test } from 'vitest';
import type { HeaderLine } from '../server/contract/header.ts';
import { NO_LIMITS } from '../server/contract/no-limits.ts';
import type { EndpointLimits } from '../server/contract/tunnel.ts';
import { type Allowance, admit, badAllowEntries, fullAllowance, type Knock } from '../server/tunnel/limits.ts';
import { knownFidelity } from '../server/tunnel/opener.ts';

const direct = (remoteAddress: string, headers: readonly HeaderLine[] = []): Knock => ({
  remoteAddress,
  headers,
  tunnel: null,
});
const telling = knownFidelity({ measured: true, addsForwarded: true, tellsSender: true });
const tunnelled = (forwardedFor: string, tunnel = telling): Knock => ({
  remoteAddress: '127.0.0.1',
  headers: [['X-Forwarded-For', forwardedFor]],
  tunnel,
});
const ask = (limits: Partial<EndpointLimits>, knock: Knock, allowance?: Allowance, nowMs = 0) => {
  const all = { ...NO_LIMITS, ...limits };
  return admit(all, knock, allowance ?? fullAllowance(all, nowMs), nowMs);
};

test('without limits everyone is let in', () => {
  expect(ask({}, direct('127.0.0.1')).kind).toBe('admitted');
});

const allow = ['203.0.113.0/24', '2001:db8::/32', '198.51.100.7'];
test.each([
  ['an address of a range', direct('203.0.113.9'), true],
  ['an address beside it', direct('203.0.114.9'), false],
  ['a single address', direct('198.51.100.7'), true],
  ['IPv6', direct('2001:db8:1::1'), true],
  ['IPv4 written as IPv6', direct('::ffff:203.0.113.9'), true],
  ['a forwarded line without a tunnel', direct('127.0.0.1', [['X-Forwarded-For', '203.0.113.9']]), false],
  ['the last address, which the tunnel tells', tunnelled('10.0.0.1, 203.0.113.9'), true],
  ['a first address, which the sender made up', tunnelled('203.0.113.9, 10.0.0.1'), false],
  ['a tunnel that was not seen to tell it', tunnelled('203.0.113.9', knownFidelity({ measured: true })), false],
  ['a tunnel of which it is only believed', tunnelled('203.0.113.9', { ...telling, measured: false }), false],
  ['a tunnel and no address', { ...tunnelled(''), headers: [] }, false],
  ['this machine while a tunnel is open', { ...tunnelled(''), remoteAddress: '203.0.113.9', headers: [] }, false],
  ['no address', tunnelled('unknown'), false],
] as const)('the allow-list and %s', (_what, knock, admitted) => {
  const answer = ask({ allow }, knock);
  expect(answer).toMatchObject(admitted ? { kind: 'admitted' } : { kind: 'refused', status: 403, headers: [] });
});

test('entries of an allow-list that mean nothing are named', () => {
  const bad = ['203.0.113.0/33', '203.0.113', 'example.com', '::1/129', '10.0.0.0/8/8', '10.0.0.0/', '', '10.0.0.0/-1'];
  expect(badAllowEntries([...allow, ...bad, '0.0.0.0/0', '::/0'])).toEqual(bad);
});

const basic = (text: string): readonly HeaderLine[] => [
  ['authorization', `Basic ${Buffer.from(text).toString('base64')}`],
];
test.each([
  ['the right password', basic('me:pässword:x'), true],
  ['a wrong password', basic('me:other'), false],
  ['another user', basic('you:pässword:x'), false],
  ['none', [], false],
  ['another scheme', [['Authorization', 'Bearer me:pässword:x']], false],
  ['no base64', [['Authorization', 'Basic §']], false],
  ['an empty one', [['Authorization', 'Basic ']], false],
] as const)('basic authentication with %s', (_what, headers, admitted) => {
  const answer = ask({ basicAuth: { user: 'me', password: 'pässword:x' } }, direct('127.0.0.1', headers));
  if (admitted) expect(answer.kind).toBe('admitted');
  else expect(answer).toMatchObject({ status: 401, headers: [['WWW-Authenticate', expect.stringContaining('Basic')]] });
});

test('a rate is kept, tells when to come back, and grows back with time', () => {
  const limits = { ...NO_LIMITS, perMinute: 3 };
  let allowance = fullAllowance(limits, 0);
  const knock = (nowMs: number) => {
    const answer = admit(limits, direct('127.0.0.1'), allowance, nowMs);
    allowance = answer.allowance;
    return answer;
  };
  expect([knock(0), knock(1), knock(2)].map(({ kind }) => kind)).toEqual(['admitted', 'admitted', 'admitted']);
  expect(knock(3)).toMatchObject({ kind: 'refused', status: 429, headers: [['Retry-After', '20']] });
  expect(knock(20_001).kind).toBe('admitted');
  expect(knock(20_002).kind).toBe('refused');
  expect([1, 2, 3, 4].map(() => knock(9_000_000).kind)).toEqual(['admitted', 'admitted', 'admitted', 'refused']);
  expect(knock(8_000_000).kind).toBe('refused');
});

test('guessing a password uses up the rate', () => {
  const limits = { basicAuth: { user: 'me', password: 'x' }, perMinute: 1 };
  const first = ask(limits, direct('127.0.0.1'));
  expect(first).toMatchObject({ status: 401 });
  expect(ask(limits, direct('127.0.0.1', basic('me:x')), first.allowance)).toMatchObject({ status: 429 });
});
