import type { Duplex } from 'node:stream';
import { slugOf } from './endpoint-directory.ts';

/** What Node's parser refused: the raw bytes of the packet, why, and the endpoint it was meant for where that can be told. */
export interface MalformedRequest {
  readonly packet: Buffer;
  readonly reason: string;
  readonly slug: string | null;
}

/** The error of `clientError` (Node, "http.Server: Event 'clientError'"). */
export interface ClientError extends Error {
  readonly code?: string;
  readonly reason?: string;
  readonly rawPacket?: Buffer;
}

const STATUS_LINES: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** Answer on the bare socket, once, and close it. Connections that broke by themselves get nothing. */
export function answerMalformed(error: ClientError, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const line = STATUS_LINES[error.code ?? ''] ?? '400 Bad Request';
  socket.end(`HTTP/1.1 ${line}\r\nContent-Length: 0\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n`);
}

/** Describe a refused request; null where no bytes came (a connection that broke, or timed out silently). */
export function readMalformed(error: ClientError): MalformedRequest | null {
  const packet = error.rawPacket;
  if (packet === undefined || packet.length === 0) return null;
  const firstLine = packet.subarray(0, 16_384).toString('latin1').split('\n', 1)[0] ?? '';
  const target = firstLine.split(' ')[1] ?? '';
  return { packet, reason: error.reason ?? error.message, slug: slugOf(target.trim()) };
}
