import { type ServerResponse, validateHeaderName, validateHeaderValue } from 'node:http';
import type { CannedReply } from '../contract/endpoint.ts';

/**
 * A canned reply made ready to write: flat header array, and the body with a character for each byte (latin1). Node joins such a body
 * to the header lines and writes both at once; bytes it would hand over beside them.
 */
export interface PreparedReply {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string;
}

const OWN_HEADERS = new Set(['content-length', 'transfer-encoding', 'connection', 'trailer', 'x-content-type-options']);
const WITHOUT_BODY = new Set([204, 205, 304]);

/** The first header line of a canned reply that HTTP cannot carry (RFC 9110, 5.1 and 5.5), in words; null when all are fine. */
export function oddReplyHeader(lines: CannedReply['headers']): string | null {
  for (const [name, value] of lines) {
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    } catch {
      return `${JSON.stringify(name)}: ${JSON.stringify(value)} is no header line`;
    }
  }
  return null;
}

/** Framing is ours, so lines that would contradict it are left out; `nosniff` is always there. */
export function prepareReply(reply: Omit<CannedReply, 'delayMs'>): PreparedReply {
  const body = WITHOUT_BODY.has(reply.status) ? '' : latin1(reply.body);
  const lines = reply.headers.filter(([name]) => !OWN_HEADERS.has(name.toLowerCase()));
  const headers = lines.flat();
  headers.push('X-Content-Type-Options', 'nosniff');
  if (!WITHOUT_BODY.has(reply.status)) headers.push('Content-Length', String(body.length));
  return { status: reply.status, headers, body };
}

/** A constant answer of the listener itself: nothing of the request is reflected. */
export function constantReply(status: number, text: string, extra: readonly string[] = []): PreparedReply {
  const body = latin1(text);
  return {
    status,
    headers: [
      'Content-Type',
      'text/plain; charset=utf-8',
      'X-Content-Type-Options',
      'nosniff',
      'Content-Length',
      String(body.length),
      ...extra,
    ],
    body,
  };
}

export const REPLIES = {
  unknown: constantReply(404, 'not found\n'),
  paused: constantReply(503, 'paused\n', ['Retry-After', '60']),
  tooLarge: constantReply(413, 'too large\n', ['Connection', 'close']),
  headTooLarge: constantReply(431, 'header lines too large\n', ['Connection', 'close']),
  tooSlow: constantReply(408, 'too slow\n', ['Connection', 'close']),
  tooMuch: constantReply(503, 'too much at once\n', ['Retry-After', '5', 'Connection', 'close']),
  stopping: constantReply(503, 'stopping\n', ['Retry-After', '5', 'Connection', 'close']),
  badFraming: constantReply(400, 'bad framing\n', ['Connection', 'close']),
  badChunks: constantReply(413, 'chunk extensions too large\n', ['Connection', 'close']),
  notStored: constantReply(503, 'not stored\n', ['Retry-After', '5']),
} as const;

/** Write a prepared reply at once. A sender that has gone is nobody's error. */
export function writeReply(response: ServerResponse, reply: PreparedReply): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(reply.status, reply.headers as string[]);
  response.end(response.req.method === 'HEAD' ? '' : reply.body, 'latin1');
}

function latin1(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
