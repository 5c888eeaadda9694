import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { Problem, type ProblemCode } from '../contract/problem.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

/** Answer a Problem on a bare socket, with the headers that every answer has, and close it: for what never became a request. */
export function answerBare(socket: Duplex, problem: Problem): void {
  socket.on('error', () => undefined);
  if (!socket.writable) return void socket.destroy();
  const body = JSON.stringify(problem.toBody());
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    ...Object.entries(SECURITY_HEADERS).map(([name, value]) => `${name}: ${value}`),
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

const UNREAD: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'long-headers',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'late-request',
};

/** Answer what Node's parser or its clocks gave up on (Node, "http.Server: Event 'clientError'"). */
export function answerUnread(error: Error & { readonly code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET') socket.destroy();
  else answerBare(socket, new Problem(UNREAD[error.code ?? ''] ?? 'bad-request'));
}
