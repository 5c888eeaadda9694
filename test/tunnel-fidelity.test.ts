import { expect, test } from 'vitest';
import type { HeaderLine } from '../server/contract/header.ts';
import { publicUrlOf } from '../server/describe/public-url.ts';
import { type OpenTunnel, tunnelTruth } from '../server/describe/tunnel-truth.ts';
import { knownFidelity } from '../server/tunnel/opener.ts';

const tunnel = (changes: Partial<OpenTunnel['fidelity']> = {}, url = 'https://hooks.example'): OpenTunnel => ({
  adapter: 'localtunnel',
  url,
  fidelity: knownFidelity({ measured: true, ...changes }),
});
const HOST: HeaderLine = ['Host', 'hooks.example'];
const codes = (headers: readonly HeaderLine[], open: OpenTunnel): readonly string[] =>
  tunnelTruth(headers, open).changes.map(({ code }) => code);

test.each([
  ['nothing', [HOST, ['X-A', '1']], {}, []],
  [
    'lower case',
    [
      ['host', 'hooks.example'],
      ['x-a', '1'],
    ],
    { lowersHeaderNames: true },
    ['names-lowered'],
  ],
  ['no lower case where capitals arrived', [HOST, ['X-A', '1']], { lowersHeaderNames: true }, []],
  ['respelling', [HOST, ['X-A', '1']], { respellsHeaderNames: true }, ['names-respelled']],
  ['merging', [HOST], { mergesDuplicates: true }, ['duplicates-merged']],
  [
    'another Host',
    [
      ['Host', 'localhost:7420'],
      ['X-Forwarded-Host', 'hooks.example'],
    ],
    { rewritesHost: true },
    ['host-rewritten', 'forwarded-added'],
  ],
  [
    'forwarded lines',
    [HOST, ['X-Forwarded-For', '203.0.113.9'], ['X-Forwarded-Proto', 'https']],
    {},
    ['forwarded-added'],
  ],
] as const)('a delivery tells %s', (_what, headers, fidelity, expected) => {
  expect(codes(headers, tunnel(fidelity))).toEqual(expected);
});

test('what is only known of a tunnel is not told as if it had been seen', () => {
  const open = { ...tunnel(), fidelity: knownFidelity({ mergesDuplicates: true }) };
  const [change] = tunnelTruth([HOST], open).changes;
  expect(change?.sentence).toBe('This tunnel, as far as is known, joins several header lines of one name into one.');
});

test('a delivery from this machine while a tunnel is open is not blamed on it', () => {
  const headers: readonly HeaderLine[] = [['Host', '127.0.0.1:7420']];
  expect(tunnelTruth(headers, tunnel({ lowersHeaderNames: true }))).toEqual({
    changes: [],
    sender: null,
  });
});

test.each([
  [
    'Cloudflare',
    [
      ['CF-Connecting-IP', '203.0.113.9'],
      ['X-Forwarded-For', '198.51.100.1'],
    ],
    { address: '203.0.113.9', toldBy: 'cf-connecting-ip' },
  ],
  [
    'the first of several',
    [
      ['X-Forwarded-For', '203.0.113.9, 10.0.0.1'],
      ['x-forwarded-for', '10.0.0.2'],
    ],
    { address: '203.0.113.9', toldBy: 'x-forwarded-for' },
  ],
  ['one with a port', [['X-Forwarded-For', '203.0.113.9:4711']], { address: '203.0.113.9', toldBy: 'x-forwarded-for' }],
  [
    'IPv6 in brackets',
    [['X-Forwarded-For', '[2001:db8::1]:4711']],
    { address: '2001:db8::1', toldBy: 'x-forwarded-for' },
  ],
  ['X-Real-IP', [['X-Real-IP', '203.0.113.9']], { address: '203.0.113.9', toldBy: 'x-real-ip' }],
  ['no address at all', [['X-Forwarded-For', '<script>, unknown']], null],
] as const)('the sender is told by the tunnel: %s', (_what, headers, expected) => {
  expect(tunnelTruth([HOST, ...headers], tunnel()).sender).toEqual(expected);
});

test.each([
  ['https://hooks.example', '/e/abc?a=%2F&b', 'https://hooks.example/e/abc?a=%2F&b'],
  ['https://hooks.example/in', '/e/abc', 'https://hooks.example/in/e/abc'],
  ['https://hooks.example/in', '/in/e/abc', 'https://hooks.example/in/e/abc'],
  ['https://hooks.example/in', '/inner', 'https://hooks.example/in/inner'],
  ['https://hooks.example', 'http://hooks.example/e', 'http://hooks.example/e'],
  ['https://hooks.example', '*', 'https://hooks.example/*'],
])('the URL for verdicts below %s with target %s is %s', (url, target, expected) => {
  expect(publicUrlOf(target, [HOST], url)).toBe(expected);
});

test.each([
  ['Host alone', [['Host', 'localhost:7420']], 'http://localhost:7420/e'],
  [
    'a proxy of one’s own that keeps the Host',
    [
      ['Host', 'a.example'],
      ['X-Forwarded-Proto', 'https, http'],
    ],
    'https://a.example/e',
  ],
  ['no Host', [], 'http://localhost/e'],
] as const)('without a tunnel the URL is taken from %s', (_what, headers, expected) => {
  expect(publicUrlOf('/e', headers, undefined)).toBe(expected);
});
