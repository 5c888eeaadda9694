import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planSend } from '../server/send/plan.ts';
import { send } from '../server/send/send.ts';
import { type RawRecorder, type RecordedRequest, startRawRecorder } from './support/raw-recorder.ts';

const guard = { ownPorts: [7420], allowedHosts: [] };

let recorder: RawRecorder;
beforeAll(async () => {
  recorder = await startRawRecorder();
});
afterAll(() => recorder.close());

/** What the recorder saw of bytes that a raw socket sent. */
async function recordBytes(bytes: Buffer): Promise<RecordedRequest> {
  const socket = connect(recorder.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(bytes);
  const request = await recorder.next();
  socket.destroy();
  return request;
}

/** What the recorder sees when a recorded request is sent again. */
async function resend(recorded: RecordedRequest): Promise<RecordedRequest> {
  const [method = '', target = ''] = recorded.requestLine.split(' ');
  const plan = planSend(
    { method, target, headers: recorded.headers, trailers: recorded.trailers, body: recorded.body, httpVersion: '1.1' },
    { url: recorder.url, headerRule: 'as-received', extraHeaders: [], timeoutMs: 10_000 },
  );
  expect(plan.edited).toBe(false);
  const { outcome } = await send(plan, { guard });
  expect(outcome).toMatchObject({ kind: 'answered', status: 200 });
  return recorder.next();
}

const bytes = (text: string, body: Buffer = Buffer.alloc(0)): Buffer =>
  Buffer.concat([Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1'), body]);
const post = (lines: string, body: Buffer): Buffer =>
  bytes(`POST /hook HTTP/1.1\nHost: x\n${lines}Content-Length: ${body.length}\n\n`, body);
const manyLines = Array.from({ length: 2_900 }, (_, at) => `X-${at % 7}: ${at}\n`).join('');

const identical: readonly (readonly [name: string, request: Buffer])[] = [
  ['JSON with a mixed-case length line', bytes('POST /a HTTP/1.1\nhost: X\ncontent-LENGTH: 2\n\n', Buffer.from('{}'))],
  ['no body and no framing', bytes('POST /a HTTP/1.1\nHost: x\n\n')],
  ['an announced empty body', bytes('POST /a HTTP/1.1\nContent-Length: 0\nHost: x\n\n')],
  ['no Host at all', bytes('POST /a HTTP/1.1\nX-A: 1\n\n')],
  ['lines repeated in mixed case', bytes('GET /a HTTP/1.1\nHost: x\nX-A: 1\nx-a: 2\nX-B: 3\nX-A: 1\nhost: y\n\n')],
  [
    'cookies and lists on lines of their own',
    bytes('GET /a HTTP/1.1\nCookie: a=1\nHost: x\nCookie: b=2\nAccept: a\nAccept: b\n\n'),
  ],
  ['Latin-1 and inner blanks in values', bytes('GET /a HTTP/1.1\nHost: x\nX-N: caf\xe9 \x80\xff\nX-T: a \t  b\n\n')],
  ['a bad percent in the target', bytes('GET /%zz?a=%&b=%e9#x HTTP/1.1\nHost: x\n\n')],
  [
    'raw bytes, dots and quotes in the target',
    bytes('GET /caf\xe9/../a//b/./"<>\\^`{|}?q=[1]\'$ HTTP/1.1\nHost: x\n\n'),
  ],
  ['a target of 12,000 characters', bytes(`GET /${'a'.repeat(12_000)} HTTP/1.1\nHost: x\n\n`)],
  ['a header of 64 KB', bytes(`GET /a HTTP/1.1\nHost: x\nX-Long: ${'v'.repeat(65_536)}\n\n`)],
  ['2,900 header lines', bytes(`GET /a HTTP/1.1\nHost: x\n${manyLines}\n`)],
  [
    'connection lines',
    bytes('POST /a HTTP/1.1\nHost: x\nconnection: Keep-Alive, X-A\nKeep-Alive: timeout=5\nTE: trailers\n\n'),
  ],
  ['a request to close', bytes('POST /a HTTP/1.1\nHost: x\nConnection: close\n\n')],
  ['a request to upgrade', bytes('GET /a HTTP/1.1\nHost: x\nConnection: Upgrade\nUpgrade: websocket\n\n')],
  [
    'one chunk with trailers',
    bytes('POST /a HTTP/1.1\nHost: x\ntransfer-encoding: Chunked\nTrailer: X-T\n\n2\nab\n0\nX-T: 1\nx-t: caf\xe9\n\n'),
  ],
  ['an empty chunked body', bytes('POST /a HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n0\n\n')],
  ['a NUL', post('', Buffer.from([0]))],
  ['invalid UTF-8', post('Content-Type: text/plain\n', Buffer.from([0xc3, 0x28, 0xff, 0xfe]))],
  ['a BOM and CRLF', post('Content-Type: application/json\n', Buffer.from('\ufeff{\r\n}\r\n'))],
  ['a gzip body', post('Content-Encoding: gzip\n', gzipSync('{"a":1}'))],
  ['a body that awaits 100 Continue', post('Expect: 100-continue\n', Buffer.from('ab'))],
  ['5 MB', post('', Buffer.alloc(5_000_000, 'abcdefghij\0\xff', 'latin1'))],
  ...['GET', 'HEAD', 'DELETE', 'OPTIONS', 'PURGE', 'PROPFIND', 'TRACE', 'QUERY', 'MKCOL', 'X-OWN'].map(
    (method) =>
      [
        `${method} with a body`,
        bytes(`${method} /a HTTP/1.1\nHost: x\nContent-Length: 2\n\n`, Buffer.from('ab')),
      ] as const,
  ),
];

describe('an unedited replay', () => {
  test.each(identical)('is the same bytes on the wire: %s', async (_name, request) => {
    const recorded = await recordBytes(request);
    expect(recorded.bytes.equals(request)).toBe(true);
    const again = await resend(recorded);
    expect(again.bytes.toString('latin1')).toBe(request.toString('latin1'));
  });

  test('keeps lines and content where blanks around a value or chunk borders differ', async () => {
    const recorded = await recordBytes(
      bytes('POST /a HTTP/1.1\nHost:x\nX-A:\nX-B:   b  \nTransfer-Encoding: chunked\n\n2;ext=1\nab\n1\nc\n0\n\n'),
    );
    const again = await resend(recorded);
    expect(again.requestLine).toBe(recorded.requestLine);
    expect(again.headers).toEqual(recorded.headers);
    expect(again.body.toString()).toBe('abc');
  });

  test('goes out as HTTP/1.1 when it came as HTTP/1.0', async () => {
    const recorded = await recordBytes(bytes('POST /a HTTP/1.0\nContent-Length: 1\n\n', Buffer.from('x')));
    const again = await resend(recorded);
    expect(again.requestLine).toBe('POST /a HTTP/1.1');
    expect(again.headers).toEqual([['Content-Length', '1']]);
  });
});
