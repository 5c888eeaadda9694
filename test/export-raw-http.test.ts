import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { HeaderLine } from '../server/contract/header.ts';
import { Problem } from '../server/contract/problem.ts';
import type { Request } from '../server/contract/request.ts';
import { parseRawHttp } from '../server/fixtures/parse-raw-http.ts';
import { toRawHttp } from '../server/fixtures/raw-http.ts';
import { startRawRecorder } from './support/raw-recorder.ts';

function delivery(body: Buffer, change: Partial<Request> = {}): Request {
  const headers: HeaderLine[] = [
    ['Host', 'x'],
    ['X-A', '1'],
    ['x-a', 'caf\xe9'],
    ['X-Empty', ''],
    ['Content-Length', String(body.length)],
  ];
  return { method: 'POST', target: '/e/1/%zz?a=%', httpVersion: '1.1', headers, trailers: [], body, ...change };
}
const chunked: HeaderLine[] = [
  ['Host', 'x'],
  ['Transfer-Encoding', 'chunked'],
];

const DELIVERIES: readonly (readonly [name: string, delivery: Request])[] = [
  ['text', delivery(Buffer.from('{"a":1}\n'))],
  ['nothing', delivery(Buffer.alloc(0))],
  ['every byte', delivery(Buffer.from(Array.from({ length: 256 }, (_, at) => at)))],
  ['line ends', delivery(Buffer.from('\r\n\r\n\n\n'))],
  ['gzip', delivery(gzipSync('x'))],
  ['HTTP/1.0', delivery(Buffer.from('x'), { httpVersion: '1.0' })],
  ['chunks', delivery(Buffer.from('0\r\n\r\n5'), { headers: chunked })],
  ['no chunk', delivery(Buffer.alloc(0), { headers: chunked })],
  [
    'trailers',
    delivery(Buffer.from('ab'), {
      headers: chunked,
      trailers: [
        ['X-T', '1'],
        ['x-t', '\xe9'],
      ],
    }),
  ],
  ['no header lines', delivery(Buffer.alloc(0), { headers: [] })],
];

describe('raw HTTP', () => {
  test.each(DELIVERIES)('reads back as it was: %s', (_name, sent) => {
    expect(withBuffer(parseRawHttp(toRawHttp(sent)))).toEqual(withBuffer(sent));
  });

  test('is what it says', () => {
    const text = Buffer.from(toRawHttp(delivery(Buffer.from('ab')))).toString('latin1');
    expect(text).toBe(
      'POST /e/1/%zz?a=% HTTP/1.1\r\nHost: x\r\nX-A: 1\r\nx-a: caf\xe9\r\nX-Empty: \r\nContent-Length: 2\r\n\r\nab',
    );
  });

  test.each(DELIVERIES)('can be sent as it is: %s', async (_name, sent) => {
    const recorder = await startRawRecorder();
    const socket = connect(recorder.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(toRawHttp(sent));
    const got = await recorder.next();
    socket.destroy();
    await recorder.close();
    expect(got.requestLine).toBe(`${sent.method} ${sent.target} HTTP/${sent.httpVersion}`);
    expect(got.headers).toEqual(sent.headers);
    expect(got.trailers).toEqual(sent.trailers);
    expect(got.body.equals(sent.body)).toBe(true);
  });
});

describe('a saved request is read as people save it', () => {
  test.each<[string, string, string]>([
    ['with LF alone', 'POST /a HTTP/1.1\nHost: x\nContent-Length: 2\n\nab', 'ab'],
    ['with empty lines before it', '\r\n\nPOST /a HTTP/1.1\nHost: x\n\nab', 'ab'],
    ['without a length: all that follows', 'POST /a HTTP/1.1\nHost: x\n\nab\n\ncd\n', 'ab\n\ncd\n'],
    ['with a line feed that an editor added', 'POST /a HTTP/1.1\nHost: x\nContent-Length: 2\n\nab\n', 'ab'],
    ['with CRLF that an editor added', 'POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab\r\n', 'ab'],
    ['without an empty line at its end', 'POST /a HTTP/1.1\nHost: x', ''],
    ['with blanks around values', 'POST /a HTTP/1.1\nHost:  x\t \n\n', ''],
    [
      'in chunks with extensions and LF',
      'POST /a HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n2;a=b\nab\n1\nc\n0\n\n',
      'abc',
    ],
    [
      'in chunks that end early with the last one',
      'POST /a HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n1\na\n0\n',
      'a',
    ],
  ])('%s', (_name, text, body) => {
    const request = parseRawHttp(Buffer.from(text, 'latin1'));
    expect(request).toMatchObject({ method: 'POST', target: '/a', httpVersion: '1.1' });
    expect(request.headers[0]).toEqual(['Host', 'x']);
    expect(Buffer.from(request.body).toString('latin1')).toBe(body);
  });
});

describe('requests as tools print them', () => {
  const BODY = '{"a":1}\r\n\n> \xff';
  const lines = (end: string, ...all: string[]): string => [...all, '', ''].join(end);
  test.each<[string, string, Partial<ReturnType<typeof parseRawHttp>>?]>([
    ['HTTP/2 of a browser', lines('\r\n', 'POST /a HTTP/2', 'host: x', 'a: 1')],
    ['HTTP/2 with LF', lines('\n', 'POST /a HTTP/2', 'host: x', 'a: 1')],
    ['HTTP/3', lines('\r\n', 'POST /a HTTP/3', 'host: x', 'a: 1'), { httpVersion: '3' }],
    ['HTTP/2.0 of mitmproxy', lines('\r\n', 'POST /a HTTP/2.0', 'host: x', 'a: 1'), { httpVersion: '2.0' }],
    ['absolute', lines('\r\n', 'POST https://x/a HTTP/2', 'host: x', 'a: 1'), { target: 'https://x/a' }],
    ['no version', lines('\n', 'POST /a', 'host: x', 'a: 1'), { httpVersion: '1.1' }],
    [
      'no version, absolute',
      lines('\n', 'POST https://x/a', 'host: x', 'a: 1'),
      { target: 'https://x/a', httpVersion: '1.1' },
    ],
    ['a byte order mark', lines('\r\n', '\xef\xbb\xbfPOST /a HTTP/2', 'host: x', 'a: 1')],
    ['blanks at the end of the line', lines('\n', 'POST /a HTTP/2 ', 'host: x', 'a: 1')],
    ['curl -v', lines('\r\n', '> POST /a HTTP/2', '> host: x', '> a: 1', '> ').slice(0, -2)],
    [
      'curl -v with its notes',
      lines('\n', '* Connected to x', '> POST /a HTTP/2', '* note', '> host: x', '> a: 1', '>', '* sent off').slice(
        0,
        -1,
      ),
    ],
    ['pseudo-headers', lines('\n', ':authority: x', ':method: POST', ':path: /a', ':scheme: https', 'a: 1')],
    ['pseudo-headers, Host too', lines('\r\n', ':method: POST', ':path: /a', 'host: x', ':authority: other', 'a: 1')],
    ['pseudo-headers without colons', lines('\n', ':method POST', ':path /a', ':authority x', 'a: 1')],
    ['a copied table', lines('\n', ':authority', 'x', ':method', 'POST', ':path', '/a', ':scheme', 'https', 'a', '1')],
    ['a copied table with colons', lines('\n', ':authority:', 'x', ':method:', 'POST', ':path:', '/a', 'a:', '1')],
  ])('%s', (_name, head, other = {}) => {
    const request = parseRawHttp(Buffer.from(`${head}${BODY}`, 'latin1'));
    expect(withBuffer(request)).toEqual({
      ...{ method: 'POST', target: '/a', httpVersion: head.includes('HTTP/3') ? '3' : '2', trailers: [] },
      headers: [
        ['host', 'x'],
        ['a', '1'],
      ],
      body: Buffer.from(BODY, 'latin1'),
      ...other,
    });
  });

  test('a log of curl -v: a body of announced length ends before the answer, and one that was not printed is empty', () => {
    const head = '* Trying\n> POST /a HTTP/2\n> Host: x\n> content-length: 2\n> \n';
    const body = (text: string): string => Buffer.from(parseRawHttp(Buffer.from(text, 'latin1')).body).toString();
    expect(body(`${head}ab* upload completely sent off\n< HTTP/2 200\n< \nok`)).toBe('ab');
    expect(body('> GET /a HTTP/1.1\n> Host: x\n>\n* Request completely sent off\n< HTTP/1.1 200 OK\n< \nok')).toBe('');
  });
});

describe('a file that is no request is refused, and the place is named', () => {
  test.each<[string, string, RegExp]>([
    ['nothing', '', /line 1 is "", not a request line/],
    ['only empty lines', '\n\r\n', /not a request line/],
    ['JSON', '{"a": 1}', /line 1 is "\{\\"a\\": 1\}", not a request line/],
    ['an answer', 'HTTP/1.1 200 OK\n\n', /line 1 .* not a request line/],
    ['a blank in the target', '\nGET /a b HTTP/1.1\n\n', /line 2 .* not a request line/],
    ['a line without a colon', 'GET / HTTP/1.1\nHost: x\nnonsense\n\n', /line 3 is "nonsense", not a header/],
    ['a name with a blank', 'GET / HTTP/1.1\nA B: x\n\n', /line 2 is "A B: x", not a header/],
    ['a folded line', 'GET / HTTP/1.1\nA: x\n  y\n\n', /line 3 begins with a blank/],
    ['pseudo-headers without a path', ':method: POST\n:authority: x\n\n', /the line :path is missing/],
    ['a log with a line of another kind', '> GET / HTTP/1.1\nHost: x\n\n', /line 2 is "Host: x", without the >/],
    ['an HTTP version that is none', 'GET / HTTP/x\n\n', /line 1 .* not a request line/],
    ['a body that is shorter', 'POST / HTTP/1.1\nContent-Length: 3\n\nab', /Content-Length is 3, but 2 bytes follow/],
    ['a body that is longer', 'POST / HTTP/1.1\nContent-Length: 1\n\nabc', /Content-Length is 1, but 3 bytes follow/],
    [
      'a length that is no number',
      'POST / HTTP/1.1\nContent-Length: x\n\nab',
      /Content-Length is x, but 2 bytes follow/,
    ],
    [
      'chunks that are none',
      'POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n{"a":1}',
      /not the size of a chunk; .* remove the Transfer-Encoding line/,
    ],
    [
      'a trailer that is none',
      'POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n0\nnonsense\n\n',
      /a trailer is "nonsense", not a header/,
    ],
    ['a chunk that is cut', 'POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n5\nab', /cut short/],
    ['a chunk that is too long', 'POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n1\nab\n0\n\n', /longer than it says/],
  ])('%s', (_name, text, words) => {
    const refused = (): unknown => parseRawHttp(Buffer.from(text, 'latin1'));
    expect(refused).toThrow(Problem);
    expect(refused).toThrow(words);
  });
});

function withBuffer<T extends { readonly body: Uint8Array }>(request: T): T {
  return { ...request, body: Buffer.from(request.body) };
}
