import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { HeaderLine } from '../server/contract/delivery.ts';
import { Problem } from '../server/contract/problem.ts';
import type { ExportableDelivery } from '../server/fixtures/exportable.ts';
import { parseRawHttp } from '../server/fixtures/parse-raw-http.ts';
import { toRawHttp } from '../server/fixtures/raw-http.ts';
import { startRawRecorder } from './support/raw-recorder.ts';

function delivery(body: Buffer, change: Partial<ExportableDelivery> = {}): ExportableDelivery {
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

const DELIVERIES: readonly (readonly [name: string, delivery: ExportableDelivery])[] = [
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
