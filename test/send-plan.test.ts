import { describe, expect, test } from 'vitest';
import type { HeaderLine } from '../server/contract/header.ts';
import { Problem } from '../server/contract/problem.ts';
import type { Edit } from '../server/contract/replay.ts';
import { calledUrl, planSend, type SendDestination, type SendPlan } from '../server/send/plan.ts';

const SLUG = '0123456789abcdefghjkmnpqrs';

const delivery = {
  method: 'POST',
  target: `/e/${SLUG}/orders?a=%zz`,
  headers: [
    ['Host', 'abc.example'],
    ['X-A', '1'],
    ['x-a', '2'],
    ['Content-Length', '2'],
  ] as readonly HeaderLine[],
  trailers: [] as readonly HeaderLine[],
  body: Buffer.from('{}'),
  httpVersion: '1.1',
};

function plan(change: Partial<typeof delivery>, destination: Partial<SendDestination> = {}, edit?: Edit): SendPlan {
  return planSend(
    { ...delivery, ...change },
    { url: 'http://127.0.0.1:3000', headerRule: 'as-received', extraHeaders: [], timeoutMs: 1_000, ...destination },
    edit,
  );
}

function problemOf(run: () => unknown): Problem {
  try {
    run();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('the path of a send', () => {
  test.each([
    ['http://127.0.0.1:3000', `/e/${SLUG}`, '/'],
    ['http://127.0.0.1:3000', `/e/${SLUG}?a=1`, '/?a=1'],
    ['http://127.0.0.1:3000/', `/e/${SLUG}/x/`, '/x/'],
    ['http://127.0.0.1:3000/hooks', `/e/${SLUG}`, '/hooks'],
    ['http://127.0.0.1:3000/hooks/', `/e/${SLUG}`, '/hooks/'],
    ['http://127.0.0.1:3000/hooks/', `/e/${SLUG}/x?y`, '/hooks/x?y'],
    ['http://127.0.0.1:3000/hooks', `/e/${SLUG}/../%zz//a?a=%&b='"`, `/hooks/../%zz//a?a=%&b='"`],
    ['http://127.0.0.1:3000/hooks', `/e/${SLUG}/caf\xe9`, '/hooks/caf\xe9'],
    ['http://127.0.0.1:3000/h?t=1', `/e/${SLUG}/x?y=2`, '/h/x?t=1&y=2'],
    ['http://127.0.0.1:3000/h?t=1', `/e/${SLUG}`, '/h?t=1'],
    ['http://127.0.0.1:3000/h?t=1', `/e/${SLUG}?`, '/h?t=1'],
    ['http://127.0.0.1:3000/h', `/e/${SLUG}?`, '/h?'],
    ['http://127.0.0.1:3000/h#gone', `/e/${SLUG}/x`, '/h/x'],
    ['http://127.0.0.1:3000/h', `http://any.example/e/${SLUG}/x?y`, '/h/x?y'],
    ['http://127.0.0.1:3000/h', `HTTPS://any.example:8443/e/${SLUG}`, '/h'],
    ['http://127.0.0.1:3000/h', '/e/zzzzzzzzzzzzzzzzzzzzzzzzzz/rotated', '/h/rotated'],
    ['http://127.0.0.1:3000/h', `/e/${SLUG}more/x`, `/h/e/${SLUG}more/x`],
    ['http://127.0.0.1:3000/h', '/imported/path?x', '/h/imported/path?x'],
  ])('%s with %s is %s', (url, target, path) => {
    expect(plan({ target }, { url }).target).toBe(path);
  });

  test('can be edited below the endpoint', () => {
    const edited = plan({}, { url: 'https://h.example/hooks' }, { pathAndQuery: '/other?b=%zz' });
    expect(edited).toMatchObject({ target: '/hooks/other?b=%zz', edited: true });
    expect(calledUrl(edited)).toBe('https://h.example/hooks/other?b=%zz');
    expect(plan({}, {}, { pathAndQuery: 'no-slash' }).target).toBe('/no-slash');
  });
});

describe('header lines as received', () => {
  test('are the captured ones, nothing added', () => {
    const { headers, edited } = plan({});
    expect(headers).toEqual(delivery.headers);
    expect(edited).toBe(false);
  });

  test('an edited body corrects the length in place', () => {
    const { headers, edited, body } = plan({}, {}, { bodyBase64: Buffer.from('longer').toString('base64') });
    expect(headers).toEqual([...delivery.headers.slice(0, 3), ['Content-Length', '6']]);
    expect(Buffer.from(body).toString()).toBe('longer');
    expect(edited).toBe(true);
  });

  test('an edit that changes nothing is none', () => {
    const same = { bodyBase64: 'e30=', headers: [...delivery.headers], method: 'POST', pathAndQuery: '/orders?a=%zz' };
    expect(plan({}, {}, same).edited).toBe(false);
  });

  test.each<[string, HeaderLine[], HeaderLine[]]>([
    [
      'a body without a length gets one',
      [['A', '1']],
      [
        ['A', '1'],
        ['Content-Length', '2'],
      ],
    ],
    ['a length written oddly but truly stays', [['content-length', '002']], [['content-length', '002']]],
    [
      'a second length goes',
      [
        ['Content-Length', '9'],
        ['A', '1'],
        ['content-length', '2'],
      ],
      [
        ['Content-Length', '2'],
        ['A', '1'],
      ],
    ],
    [
      'chunked stays, and no length beside it',
      [
        ['Transfer-Encoding', 'gzip, Chunked'],
        ['Content-Length', '2'],
      ],
      [['Transfer-Encoding', 'gzip, Chunked']],
    ],
    [
      'a coding that is not chunked becomes a length',
      [
        ['Transfer-Encoding', 'chunked, gzip'],
        ['A', '1'],
      ],
      [
        ['Content-Length', '2'],
        ['A', '1'],
      ],
    ],
  ])('%s', (_name, headers, expected) => {
    expect(plan({ headers }).headers).toEqual(expected);
  });

  test('no length is invented for no body', () => {
    expect(plan({ headers: [['Host', 'x']], body: Buffer.alloc(0) }).headers).toEqual([['Host', 'x']]);
  });

  test('trailers go along only with chunks', () => {
    const trailers: HeaderLine[] = [['X-T', '1']];
    const chunked = { trailers, headers: [['Transfer-Encoding', 'chunked']] as HeaderLine[] };
    expect(plan(chunked).trailers).toEqual(trailers);
    expect(plan(chunked, { headerRule: 'for-destination' }).trailers).toEqual([]);
    expect(plan({ trailers }).trailers).toEqual([]);
  });
});

describe('header lines for the destination', () => {
  test('Host is the destination, hop-by-hop lines go, chunks become a length', () => {
    const headers: HeaderLine[] = [
      ['A', '1'],
      ['host', 'abc.example'],
      ['Host', 'second.example'],
      ['Connection', 'close, X-Named'],
      ['connection', 'x-other'],
      ['x-named', '1'],
      ['X-Other', '1'],
      ['Keep-Alive', '1'],
      ['Proxy-Connection', '1'],
      ['TE', 'trailers'],
      ['Trailer', 'X-T'],
      ['transfer-encoding', 'chunked'],
      ['Upgrade', 'h2c'],
      ['Proxy-Authorization', '1'],
      ['Proxy-Authenticate', '1'],
      ['a', '2'],
    ];
    const sent = plan({ headers }, { url: 'http://localhost:3000/h', headerRule: 'for-destination' });
    expect(sent.headers).toEqual([
      ['A', '1'],
      ['host', 'localhost:3000'],
      ['Content-Length', '2'],
      ['a', '2'],
    ]);
    expect(sent.edited).toBe(false);
  });

  test('a missing Host is put first, without a default port', () => {
    const sent = plan(
      { headers: [['A', '1']], body: Buffer.alloc(0) },
      { url: 'http://h.example:80', headerRule: 'for-destination' },
    );
    expect(sent.headers).toEqual([
      ['Host', 'h.example'],
      ['A', '1'],
    ]);
  });
});

describe("a destination's extra lines", () => {
  test('replace lines of their name in place, else come last', () => {
    const extraHeaders: HeaderLine[] = [
      ['X-New', 'n'],
      ['X-a', 'p'],
      ['X-A', 'q'],
    ];
    expect(plan({}, { extraHeaders }).headers).toEqual([
      ['Host', 'abc.example'],
      ['X-a', 'p'],
      ['X-A', 'q'],
      ['Content-Length', '2'],
      ['X-New', 'n'],
    ]);
  });

  test('win over the rule, but not over the framing', () => {
    const extraHeaders: HeaderLine[] = [
      ['Host', 'own.example'],
      ['Content-Length', '99'],
    ];
    expect(plan({}, { extraHeaders, headerRule: 'for-destination' }).headers).toEqual([
      ['Host', 'own.example'],
      ['X-A', '1'],
      ['x-a', '2'],
      ['Content-Length', '2'],
    ]);
  });
});

describe('what cannot be sent is refused with what to do', () => {
  test.each<[string, Edit | undefined, Partial<typeof delivery>, RegExp]>([
    ['a blank in the path', { pathAndQuery: '/a b' }, {}, /a blank; write it percent-encoded/],
    ['a tab in a captured target', undefined, { target: `/e/${SLUG}/a\tb` }, /0x09; write it percent-encoded/],
    ['a character above a byte in the path', { pathAndQuery: '/→' }, {}, /"→"; write it percent-encoded/],
    [
      'a line break in a header value',
      { headers: [['A', 'b\r\nC: d']] },
      {},
      /header A contains the control character 0x0d; remove it/,
    ],
    ['a character above a byte in a value', { headers: [['A', '→']] }, {}, /UTF-8 bytes/],
    ['a header name with a blank', { headers: [['A B', 'c']] }, {}, /"A B" is not a single word/],
    ['an empty header name', { headers: [['', 'c']] }, {}, /"" is not a single word/],
    ['a method of two words', undefined, { method: 'GET /' }, /method "GET \/" is not a single word/],
  ])('%s', (_name, edit, change, words) => {
    const problem = problemOf(() => plan(change, {}, edit));
    expect(problem.code).toBe('not-sendable');
    expect(problem.message).toMatch(words);
  });

  test.each([
    ['nonsense', /not a URL/],
    ['/path', /not a URL/],
    ['ftp://127.0.0.1/', /ftp is not supported/],
    ['file:///etc/passwd', /file is not supported/],
    ['javascript:alert(1)', /javascript is not supported/],
    ['http://u:p@h.example/', /Authorization header/],
    ['http://[fe80::1%25eth0]/', /not a URL/],
  ])('the destination %s', (url, words) => {
    const problem = problemOf(() => plan({}, { url }));
    expect(problem.code).toBe('bad-destination');
    expect(problem.message).toMatch(words);
  });

  test('a body that is not base64', () => {
    for (const bodyBase64 of ['abc', 'ab*=', 'a===', '=abc']) {
      expect(problemOf(() => plan({}, {}, { bodyBase64 })).code).toBe('bad-request');
    }
  });

  test('a method in small letters is sent in capitals, and counts as it is sent', () => {
    expect(plan({}, {}, { method: 'purge' })).toMatchObject({ method: 'PURGE', edited: true });
  });
});
