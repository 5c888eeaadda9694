import { networkInterfaces } from 'node:os';
import { describe, expect, test } from 'vitest';
import { Problem } from '../server/contract/problem.ts';
import { checkAddress, checkTarget, type Lookup, normaliseHost, resolveTarget } from '../server/send/guard.ts';

const rules = { ownPorts: [7420, 7421, 7422], allowedHosts: [] as readonly string[] };
const allowing = (...allowedHosts: string[]) => ({ ...rules, allowedHosts });
const codeOf = (url: string, given = rules) => checkTarget(new URL(url), given)?.code ?? null;
const lookupTo =
  (...addresses: string[]): Lookup =>
  () =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));

const LOOPBACK = [
  '127.0.0.1',
  'localhost',
  'LOCALHOST',
  'localhost.',
  '127.1',
  '127.0.1',
  '2130706433',
  '0x7f000001',
  '0177.0.0.1',
  '0x7f.1',
  '127.000.000.001',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '0.0.0.0',
  '0',
  '[::]',
  '127.0.0.2',
  '127.255.255.254',
  'x@127.0.0.1',
  'x:y@localhost',
  '127.0.0.1.',
  '１２７.０.０.１',
  '①②⑦.⓪.⓪.①',
  '127。0。0。1',
  '%31%32%37.0.0.1',
  'ⓛⓞⓒⓐⓛⓗⓞⓢⓣ',
  'app.localhost',
];
const DISGUISED = [
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[::7f00:1]',
  '[::ffff:0:7f00:1]',
  '[64:ff9b::]',
];

describe('our own ports', () => {
  test.each([...LOOPBACK, ...DISGUISED])('are refused as %s', (host) => {
    for (const port of rules.ownPorts) expect(codeOf(`http://${host}:${port}/`)).toBe('address-refused');
    expect(codeOf(`https://${host}:7421/`)).toBe('address-refused');
  });

  test.each([...LOOPBACK, ...DISGUISED])('are refused as %s even when that host is allowed', (host) => {
    const bare = host.replace(/^.*@/, '');
    expect(codeOf(`http://${host}:7421/`, allowing(bare, 'localhost', '127.0.0.1', '::1'))).toBe('address-refused');
  });

  test('are refused where an allowed name leads to them', async () => {
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '0.0.0.0', '127.9.9.9']) {
      const result = await resolveTarget(
        new URL('http://dev.example:7421/'),
        allowing('dev.example', address),
        lookupTo(address),
      );
      expect(result).toBeInstanceOf(Problem);
      expect(result).toMatchObject({ code: 'address-refused' });
    }
  });

  test("are refused at this machine's other addresses", () => {
    const own = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
    for (const { address, family } of own.filter(({ address }) => !address.startsWith('fe80'))) {
      const host = family === 'IPv6' ? `[${address}]` : address;
      expect(codeOf(`http://${host}:7421/`, allowing(address))).toBe('address-refused');
    }
  });

  test('are also 80 and 443 when we listen there', () => {
    const given = { ownPorts: [80, 443], allowedHosts: [] };
    expect(codeOf('http://127.0.0.1/', given)).toBe('address-refused');
    expect(codeOf('https://localhost/', given)).toBe('address-refused');
    expect(codeOf('http://localhost:443/', given)).toBe('address-refused');
    expect(codeOf('https://localhost:80/', given)).toBe('address-refused');
    expect(codeOf('http://localhost:81/', given)).toBe(null);
  });
});

test.each(LOOPBACK)('this machine on another port needs no permission: %s', (host) => {
  expect(codeOf(`http://${host}:3000/`)).toBe(null);
});

describe('other hosts', () => {
  test.each([
    ['http://169.254.169.254/', 'address-refused'],
    ['http://2852039166/', 'address-refused'],
    ['http://0xa9fea9fe/', 'address-refused'],
    ['http://0251.0376.0251.0376/', 'address-refused'],
    ['http://169.254.43518/', 'address-refused'],
    ['http://[::ffff:169.254.169.254]/', 'address-refused'],
    ['http://[64:ff9b::a9fe:a9fe]/', 'address-refused'],
    ['http://[2002:a9fe:a9fe::]/', 'address-refused'],
    ['http://１６９.254.169.254/', 'address-refused'],
    ['http://x@169.254.169.254/', 'address-refused'],
    ['http://169.254.169.254./', 'address-refused'],
    ['http://169.254.1.1/', 'address-refused'],
    ['http://[fe80::1]/', 'address-refused'],
    ['http://[fd00:ec2::254]/', 'address-refused'],
    ['http://metadata.google.internal/', 'address-refused'],
    ['http://METADATA.google.internal./', 'address-refused'],
    ['http://224.0.0.1/', 'address-refused'],
    ['http://[ff02::1]/', 'address-refused'],
    ['http://255.255.255.255/', 'address-refused'],
    ['http://240.0.0.1/', 'address-refused'],
    ['http://0.1.2.3/', 'address-refused'],
    ['http://[64:ff9b::7f00:1]:3000/', 'address-refused'],
    ['http://[64:ff9b::a00:1]/', 'address-refused'],
    ['http://10.0.0.1/', 'host-not-allowed'],
    ['http://[::ffff:10.0.0.1]/', 'host-not-allowed'],
    ['http://172.16.0.1/', 'host-not-allowed'],
    ['http://172.31.255.255/', 'host-not-allowed'],
    ['http://192.168.1.1/', 'host-not-allowed'],
    ['http://100.64.0.1/', 'host-not-allowed'],
    ['http://[fc00::1]/', 'host-not-allowed'],
    ['http://[fd12::1]/', 'host-not-allowed'],
    ['http://172.32.0.1/', 'host-not-allowed'],
    ['http://93.184.216.34/', 'host-not-allowed'],
    ['http://[2606:4700::1111]/', 'host-not-allowed'],
    ['http://example.com/', 'host-not-allowed'],
    ['http://localhost.example.com/', 'host-not-allowed'],
    ['http://notlocalhost/', 'host-not-allowed'],
    ['ftp://127.0.0.1/', 'bad-destination'],
    ['file:///etc/passwd', 'bad-destination'],
    ['ws://127.0.0.1/', 'bad-destination'],
  ])('%s is %s', (url, code) => {
    expect(codeOf(url)).toBe(code);
  });

  test.each([
    ['http://EXAMPLE.com./', 'example.com'],
    ['https://example.com:8443/', 'Example.COM'],
    ['http://xn--mnchen-3ya.de/', 'münchen.de'],
    ['http://10.0.0.1/', '10.0.0.1'],
    ['http://[::ffff:10.0.0.1]/', '10.0.0.1'],
    ['http://167772161/', '10.0.0.1'],
    ['http://[fd12::1]/', 'fd12:0::1'],
    ['http://[fd12::1]/', '[fd12::1]'],
    ['http://169.254.169.254/', '169.254.169.254'],
    ['http://metadata.google.internal/', 'metadata.google.internal'],
  ])('%s may be sent to once %s is allowed', (url, host) => {
    expect(codeOf(url, allowing(host))).toBe(null);
  });

  test.each([
    ['http://sub.example.com/', 'example.com'],
    ['http://example.com.evil.test/', 'example.com'],
    ['http://example.com@evil.test/', 'example.com'],
    ['http://10.0.0.2/', '10.0.0.1'],
    ['http://[64:ff9b::a00:1]/', '10.0.0.1'],
    ['http://example.com/', 'http://example.com/'],
    ['http://example.com/', '*'],
    ['http://example.com/', ''],
  ])('%s may not because %s is allowed', (url, host) => {
    expect(codeOf(url, allowing(host))).not.toBe(null);
  });
});

describe('a name is judged by the addresses that it leads to', () => {
  const resolve = (url: string, given: typeof rules, ...addresses: string[]) =>
    resolveTarget(new URL(url), given, lookupTo(...addresses));

  test('an allowed name may lead to public addresses and to this machine', async () => {
    for (const address of ['93.184.216.34', '2606:4700::1111', '64:ff9b::5db8:d822', '127.0.0.1', '::1']) {
      await expect(resolve('http://hooks.example/', allowing('hooks.example'), address)).resolves.toMatchObject([
        { address },
      ]);
    }
  });

  test.each([
    '10.0.0.5',
    '169.254.169.254',
    'fe80::1%eth0',
    'fd00:ec2::254',
    '224.0.0.1',
    '64:ff9b::a00:5',
    '::ffff:192.168.1.1',
  ])('an allowed name that is turned to %s is refused', async (address) => {
    const given = allowing('hooks.example');
    await expect(resolve('http://hooks.example/', given, address)).resolves.toMatchObject({ code: 'address-refused' });
    await expect(resolve('http://hooks.example/', given, '93.184.216.34', address)).resolves.toBeInstanceOf(Problem);
  });

  test('an allowed name may lead to a private address that is allowed as well', async () => {
    const given = allowing('dev.corp.example', '10.0.0.5');
    await expect(resolve('http://dev.corp.example/', given, '10.0.0.5')).resolves.toMatchObject([
      { address: '10.0.0.5' },
    ]);
  });

  test('localhost that leads elsewhere is refused', async () => {
    for (const address of ['93.184.216.34', '10.0.0.5', '169.254.169.254']) {
      await expect(resolve('http://localhost:3000/', rules, address)).resolves.toMatchObject({
        code: 'address-refused',
      });
      await expect(resolve('http://x.localhost:3000/', rules, address)).resolves.toMatchObject({
        code: 'address-refused',
      });
    }
  });

  test('a name that is not allowed is not even looked up', async () => {
    let lookups = 0;
    const lookup: Lookup = () => {
      lookups++;
      return Promise.resolve([]);
    };
    await expect(resolveTarget(new URL('http://example.com/'), rules, lookup)).resolves.toMatchObject({
      code: 'host-not-allowed',
    });
    expect(lookups).toBe(0);
  });

  test('a name that leads to no address at all is refused at connect time', () => {
    expect(checkAddress('nonsense', new URL('http://example.com/'), allowing('example.com'))?.code).toBe(
      'address-refused',
    );
  });
});

test.each([
  ['Example.COM.', 'example.com'],
  [' example.com ', 'example.com'],
  ['[::1]', '::1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['0x7f.1', '127.0.0.1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['', null],
  ['a b', null],
  ['http://example.com', null],
  ['example.com:8080', null],
  ['user@example.com', null],
  ['example.com/path', null],
])('the host %j is written %j', (host, expected) => {
  expect(normaliseHost(host)).toBe(expected);
});
