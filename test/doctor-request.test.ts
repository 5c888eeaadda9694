import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request as send } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { HeaderLine } from '../server/contract/header.ts';
import type { CapturedRequest } from '../server/contract/request.ts';
import { withUrl } from '../server/doctor/request-changes.ts';
import {
  addressed,
  arrived,
  ask,
  canonical,
  NOW_MS,
  pairs,
  plain,
  post,
  SECRET,
  signed,
  standard,
  timed,
  withRecorder,
  withServer,
} from './doctor-support.ts';
import { has } from './doctor-tools.ts';

const BODY = '{"id":"evt_1","data":{"id":"42"}}';
const KEY = 'whsec_MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0';

describe('another URL was signed', () => {
  test.each([
    ['http instead of https', 'https://hooks.example.com/in', 'http://hooks.example.com/in'],
    ['a port added', 'https://hooks.example.com/in', 'https://hooks.example.com:443/in'],
    ['a port lost', 'https://hooks.example.com:8443/in', 'https://hooks.example.com/in'],
    ['a trailing slash added', 'https://hooks.example.com/in', 'https://hooks.example.com/in/'],
    ['a trailing slash lost', 'https://hooks.example.com/in/', 'https://hooks.example.com/in'],
    ['a prefix stripped', 'https://hooks.example.com/api/in', 'https://hooks.example.com/in'],
    ['a prefix added', 'https://hooks.example.com/in', 'https://hooks.example.com/stage/in'],
    ['the query dropped', 'https://hooks.example.com/in?a=1&b=2', 'https://hooks.example.com/in'],
    ['the query sorted', 'https://hooks.example.com/in?b=2&a=1', 'https://hooks.example.com/in?a=1&b=2'],
    ['%20 written as +', 'https://hooks.example.com/in?a=x%20y', 'https://hooks.example.com/in?a=x+y'],
    ['a parameter added', 'https://hooks.example.com/in?a=1', 'https://hooks.example.com/in?a=1&utm=2'],
    ['the local address', 'https://mine.loca.lt/in?a=1', 'http://localhost:3000/in?a=1'],
    [
      'the parameter of another object',
      'https://hooks.example.com/in?data.id=42',
      'https://hooks.example.com/in?data.id=41',
    ],
  ])('%s', (_, called, seen) => {
    const request = withUrl(signed(addressed, { body: BODY, url: called }), seen);
    const publicUrls =
      called.includes('loca.lt') || called.includes('8443') || called.includes('?a=1&b=2') ? [called] : [];
    const diagnosis = ask(request, addressed, SECRET, { publicUrls });
    expect(diagnosis).toMatchObject({ code: 'url-differs' });
    expect(diagnosis.proof).toContain(called);
  });
  test('a known public URL with another path in front', () => {
    const request = withUrl(
      signed(addressed, { body: BODY, url: 'https://x.example.org/e/abc123/in' }),
      'http://127.0.0.1:7420/in',
    );
    expect(ask(request, addressed, SECRET, { publicUrls: ['https://x.example.org/e/abc123'] })).toMatchObject({
      code: 'url-differs',
    });
  });
  test('a local address that no provider can call is seen without proof', () => {
    const request = withUrl(
      signed(addressed, { body: BODY, url: 'https://unknown.example/other' }),
      'http://localhost:3000/in',
    );
    expect(ask(request, addressed)).toMatchObject({ code: 'url-differs' });
  });
  test('the URL is not blamed where it is not signed, nor for a tampered body', () => {
    const unsigned = withUrl({ ...signed(plain, { body: BODY }), body: Buffer.from('{}') }, 'http://localhost:3000/in');
    expect(ask(unsigned, plain).code).toBeNull();
    expect(ask({ ...signed(addressed, { body: BODY }), body: Buffer.from('{}') }, addressed).code).toBeNull();
  });

  test('a proxy that strips its prefix, as nginx does', async () => {
    await withRecorder(async (app, last) => {
      const original = signed(addressed, { body: BODY, url: 'https://hooks.example.com/api/v1/in' });
      await withServer(
        (request, response) => {
          const headers = [...pairs(request.rawHeaders), ['X-Forwarded-Prefix', '/api/v1']].flat();
          const stripped = `${app}${(request.url ?? '').replace(/^\/api\/v1/, '')}`;
          request.pipe(
            send(stripped, { method: request.method ?? 'POST', headers }, (answer) => answer.pipe(response)),
          );
        },
        (proxy) => post(`${proxy}${original.target}`, original),
      );
      expect(last().target).toBe('/in');
      const seen = withUrl(arrived(original, last()), `https://hooks.example.com${last().target}`);
      expect(ask(seen, addressed)).toMatchObject({ code: 'url-differs' });
    });
  });
});

describe('headers', () => {
  test.each([
    ['HTTP_X_ as in CGI', (name: string) => `HTTP_${name.toUpperCase().replaceAll('-', '_')}`],
    ['underscores', (name: string) => name.replaceAll('-', '_')],
    ['X- lost', (name: string) => name.replace(/^X-/, '')],
    ['X-Original- added', (name: string) => `X-Original-${name}`],
    ['X-Forwarded- in place of X-', (name: string) => name.replace(/^X-/, 'X-Forwarded-')],
  ])('renamed: %s', (_, rename) => {
    const request = signed(plain, { body: BODY });
    const headers = request.headers.map(([name, value]): HeaderLine => [rename(name), value]);
    expect(ask({ ...request, headers }, plain)).toMatchObject({ code: 'header-renamed' });
  });

  test.skipIf(!has('python3'))('renamed by WSGI (needs python3)', async () => {
    const original = signed(timed, { body: BODY });
    const names = await wsgiNames(original);
    const headers = original.headers.map(
      ([name, value]): HeaderLine => [
        names.find((seen) => seen.toLowerCase().endsWith(name.toLowerCase().replaceAll('-', '_'))) ?? name,
        value,
      ],
    );
    expect(headers.map(([name]) => name)).toContain('HTTP_TIMED_SIGNATURE');
    expect(ask({ ...original, headers }, timed)).toMatchObject({ code: 'header-renamed' });
  });

  test('joined to one line', () => {
    const request = signed(plain, { body: BODY });
    const [name, value] = request.headers.at(-1)!;
    const headers: readonly HeaderLine[] = [
      ...request.headers.slice(0, -1),
      [name, `sha256=${'ab'.repeat(32)}, ${value}`],
    ];
    expect(ask({ ...request, headers }, plain)).toMatchObject({ code: 'headers-merged' });
  });
  test('missing altogether', () => {
    const request = signed(plain, { body: BODY });
    expect(ask({ ...request, headers: request.headers.slice(0, -1) }, plain)).toMatchObject({ code: 'missing-header' });
  });
  test('only an old SHA-1 signature', () => {
    const request = signed(plain, { body: BODY });
    const headers: readonly HeaderLine[] = [
      ...request.headers.slice(0, -1),
      ['X-Plain-Signature', `sha1=${'ab'.repeat(20)}`],
    ];
    expect(ask({ ...request, headers }, plain)).toMatchObject({ code: 'only-legacy-signature' });
  });
  test('a signed Content-Type that a proxy completed', () => {
    const request = signed(canonical, { body: BODY, headers: [['X-Topic', 'publish']] });
    const headers = request.headers.map(
      ([name, value]): HeaderLine => [name, name === 'Content-Type' ? `${value}; charset=utf-8` : value],
    );
    expect(ask({ ...request, headers }, canonical)).toMatchObject({ code: 'signed-header-changed' });
  });
  test('a signed header that was removed', () => {
    const request = signed(canonical, { body: BODY, headers: [['X-Topic', 'publish']] });
    const headers = request.headers.filter(([name]) => name !== 'X-Topic');
    expect(ask({ ...request, headers }, canonical)).toMatchObject({ code: 'signed-header-changed' });
  });
  test('another method', () => {
    const request = signed(canonical, { body: BODY, headers: [['X-Topic', 'publish']] });
    expect(ask({ ...request, method: 'PUT' }, canonical)).toMatchObject({ code: 'method-changed' });
  });
  test('unsigned headers may change without being blamed', () => {
    const request = signed(plain, { body: BODY });
    const headers: readonly HeaderLine[] = [['Content-Type', 'text/plain'], ...request.headers.slice(1)];
    expect(ask({ ...request, headers, body: Buffer.from('{"id":2}') }, plain).code).toBeNull();
  });
});

describe('time and id', () => {
  const at = (ms: number) => signed(timed, { body: BODY }, SECRET, ms);
  const withTime = (request: CapturedRequest, ts: string) => ({
    ...request,
    headers: request.headers.map(([name, value]): HeaderLine => [name, value.replace(/t=\d+/, `t=${ts}`)]),
  });
  test('too old', () =>
    expect(ask(at(NOW_MS - 301_000), timed)).toMatchObject({
      code: 'timestamp-too-old',
      proof: 'It was 301 s old at the time of the check; 300 s are allowed.',
    }));
  test.each([
    [599, 'It was 599 s old at the time of the check; 300 s are allowed.'],
    [600, 'It was 10 min old at the time of the check; 5 min are allowed.'],
    [3_600, 'It was 60 min old at the time of the check; 5 min are allowed.'],
    [3 * 86_400, 'It was 4320 min (3 days) old at the time of the check; 5 min are allowed.'],
  ])('%s s old, told in the unit of what is allowed', (ageS, proof) =>
    expect(ask(at(NOW_MS - ageS * 1000), timed)).toMatchObject({ code: 'timestamp-too-old', proof }),
  );
  test('in the future', () => expect(ask(at(NOW_MS + 900_000), timed)).toMatchObject({ code: 'timestamp-in-future' }));
  test('signed in milliseconds', () => expect(ask(at(NOW_MS * 1000), timed)).toMatchObject({ code: 'timestamp-unit' }));
  test('written in milliseconds after signing', () =>
    expect(ask(withTime(at(NOW_MS), String(NOW_MS)), timed)).toMatchObject({ code: 'timestamp-unit' }));
  test('rewritten by a proxy', () =>
    expect(ask(withTime(at(NOW_MS), String(NOW_MS / 1000 + 7)), timed)).toMatchObject({ code: 'timestamp-changed' }));
  test('the one of the body was signed', () => {
    const request = signed(timed, { body: '{"created":1768400000}' }, SECRET, 1_768_400_000_000);
    expect(ask(withTime(request, '1768478400'), timed)).toMatchObject({ code: 'timestamp-changed' });
  });
  test('a fresh signature is in time', () =>
    expect(ask(at(NOW_MS - 299_000), timed)).toMatchObject({ code: null, sentence: 'The signature is valid.' }));
  test('an id replaced by a proxy, kept in another header', () => {
    const request = signed(standard, { body: BODY }, KEY);
    const headers = request.headers.map(
      ([name, value]): HeaderLine => [name, name === 'webhook-id' ? 'req-other' : value],
    );
    expect(
      ask({ ...request, headers: [...headers, ['X-Original-Id', 'msg_2xK9cT1sQvB7']] }, standard, KEY),
    ).toMatchObject({ code: 'id-changed' });
  });
  test('an id that stands nowhere is not guessed', () => {
    const request = signed(standard, { body: BODY }, KEY);
    const headers = request.headers.map(
      ([name, value]): HeaderLine => [name, name === 'webhook-id' ? 'req-other' : value],
    );
    expect(ask({ ...request, headers }, standard, KEY).code).toBeNull();
  });
});

/** The names that a real WSGI server gives the header lines of a request. */
async function wsgiNames(request: CapturedRequest): Promise<readonly string[]> {
  const program = [
    'from wsgiref.simple_server import make_server, WSGIRequestHandler',
    'import json',
    'class Quiet(WSGIRequestHandler):',
    '  def log_message(self, *a): pass',
    'def app(e, start):',
    '  start("200 OK", [])',
    '  print(json.dumps([k for k in e if k.startswith("HTTP_") or k == "CONTENT_TYPE"]), flush=True)',
    '  return [b"ok"]',
    's = make_server("127.0.0.1", 0, app, handler_class=Quiet)',
    'print(s.server_port, flush=True)',
    's.handle_request()',
  ].join('\n');
  const child = spawn('python3', ['-u', '-c', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const ended = once(child, 'exit');
  for await (const chunk of child.stdout) {
    lines.push(...String(chunk).split('\n').filter(Boolean));
    if (lines.length === 1) void post(`http://127.0.0.1:${lines[0]}/in`, request).catch(() => undefined);
  }
  await ended;
  return JSON.parse(lines[1] ?? '[]') as readonly string[];
}
