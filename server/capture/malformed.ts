import type { Duplex } from 'node:stream';
import { slugOf } from '../contract/slug.ts';

/** The error of `clientError` (Node, "http.Server: Event 'clientError'"). */
export interface ClientError extends Error {
  readonly code?: string;
  readonly reason?: string;
  /** The packet in which the parser gave up, from its beginning. */
  readonly rawPacket?: Buffer;
  /** How many of its bytes had been parsed. */
  readonly bytesParsed?: number;
}

const STATUSES: Readonly<Record<string, readonly [status: number, text: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'Content Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
};

/** What a request is answered with that the parser refused. */
export const statusOf = ({ code = '' }: ClientError): number => STATUSES[code]?.[0] ?? 400;

/** Answer on the bare socket and end it. */
export function answerBare(error: ClientError, socket: Duplex): void {
  if (!socket.writable) return;
  const [status, text] = STATUSES[error.code ?? ''] ?? [400, 'Bad Request'];
  socket.end(
    `HTTP/1.1 ${status} ${text}\r\nContent-Length: 0\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n`,
  );
}

/** The endpoint that refused bytes were meant for, where their first line tells. */
export function slugIn(bytes: Buffer): string | null {
  return slugOf(firstLine(bytes).split(/[ \t]+/)[1] ?? '');
}

/** Whether bytes that follow a request are another one, however malformed, and not what is left of the first. */
export function beginsRequest(bytes: Buffer): boolean {
  return /^[!#$%&'*+.^_`|~\w-]+ \S+ HTTP\//.test(firstLine(bytes)) || slugIn(bytes) !== null;
}

const firstLine = (bytes: Buffer): string =>
  (bytes.subarray(0, 16_384).toString('latin1').split('\n', 1)[0] ?? '').trimEnd();
