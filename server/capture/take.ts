import type { IncomingMessage, ServerResponse } from 'node:http';
import { FREE_BYTES } from '../body/gather.ts';
import { pairs } from '../contract/header.ts';
import { slugOf } from '../contract/slug.ts';
import { type PreparedReply, REPLIES, writeReply } from '../reply/prepared.ts';
import type { Knock } from '../tunnel/limits.ts';
import type { LiveEndpoint } from './endpoint-directory.ts';
import { keep } from './keep.ts';
import { linger } from './linger.ts';
import { type BodyEnd, type ReadBody, readBody } from './read.ts';
import { beginTurn, type Inbox, type Turn } from './turn.ts';

/** Header lines and target over this are answered 431. Node's own limit is twice as high, so that such a request leaves a row. */
export const HEADER_CAP_BYTES = 131_072;
/** More header lines, or trailer lines, are answered 431 too: a line of three bytes costs sixteen in a list. Node's limit is twice as high here as well. */
export const MOST_LINES = 32_768;
/** Requests without an answer, over all connections: one that pipelines, at an endpoint that answers late, could hold any number. */
const MOST_OPEN = 10_000;
/** So many of them hold their first bytes beside the room: more than there are connections, unless one pipelines. */
const MOST_FREE = 1_024;
/** What an array of header lines costs beside their text. */
const LINE_BYTES = 32;
/** In the target of each probe of the tunnel, so that other requests cost one look. */
const PROBE = '/__probe/';

/** Requests whose sender waits for `100 Continue` (RFC 9110, 10.1.1). */
const waiting = new WeakSet<IncomingMessage>();
export const noteWaiting = (request: IncomingMessage): void => void waiting.add(request);

/** Take over one request: refuse it at once, or read, store and answer it. An endpoint's path always wins over a probe's. */
export function takeRequest(inbox: Inbox, target: string, request: IncomingMessage, response: ServerResponse): void {
  const slug = slugOf(target);
  const endpoint = slug === null ? undefined : inbox.endpoints.find(slug);
  if (endpoint === undefined && target.includes(PROBE) && inbox.passage?.takeProbe(target, request, response)) return;
  const turn = beginTurn(request, response);
  if (!response.shouldKeepAlive) linger(request.socket);
  if (endpoint === undefined) {
    inbox.counters.unknownPaths++;
    refuse(turn, REPLIES.unknown);
    return;
  }
  const { plan } = endpoint;
  const refusal = plan.isOpen ? null : plan.refuse(() => knockOf(inbox, request));
  if (refusal === null) read(inbox, turn, endpoint, target);
  else {
    if (refusal.asksWho) inbox.counters.refused++;
    refuse(turn, refusal.reply);
  }
}

function read(inbox: Inbox, turn: Turn, endpoint: LiveEndpoint, target: string): void {
  const { request, response } = turn;
  const headBytes = textBytes(target, request.rawHeaders);
  const costBytes = headBytes + LINE_BYTES * request.rawHeaders.length;
  const freeBytes = inbox.owed.count() < MOST_FREE ? FREE_BYTES : 0;
  const beyondFree = Math.max(0, costBytes - freeBytes);
  if (inbox.owed.count() >= MOST_OPEN || !inbox.room.take(beyondFree)) {
    inbox.counters.overloaded++;
    linger(request.socket);
    refuse(turn, REPLIES.tooMuch);
    return;
  }
  inbox.owed.add();
  turn.isKept = true;
  const at = inbox.now();
  const done = (body: ReadBody): void => {
    turn.reading = null;
    if (tooMany(request.rawTrailers)) {
      turn.malformed = 'Too many trailer lines';
      turn.malformedStatus = 431;
    }
    const release = (): void => {
      body.release();
      inbox.room.give(beyondFree);
    };
    const end = turn.malformedStatus === 431 && body.end === 'complete' ? 'broken' : body.end;
    const isAsRead = beyondFree === 0 && end === body.end;
    keep(inbox, turn, endpoint, at, target, isAsRead ? body : { ...body, end, release });
    for (const next of turn.afterwards) next();
  };
  const capBytes = inbox.bodyCapBytes();
  const isWaiting = waiting.has(request);
  if (headBytes > HEADER_CAP_BYTES || tooMany(request.rawHeaders)) unread(request, 'head-too-large', done);
  else if (isWaiting && Number(request.headers['content-length'] ?? 0) > capBytes) unread(request, 'too-large', done);
  else {
    if (isWaiting) response.writeContinue();
    const { room, pace } = inbox;
    turn.reading = readBody(request, { capBytes, room, pace, freeBytes: Math.max(0, freeBytes - costBytes) }, done);
  }
}

/** A request whose body is not read at all; what comes of it is dropped. */
function unread(request: IncomingMessage, end: BodyEnd, done: (body: ReadBody) => void): void {
  request.on('error', () => undefined);
  request.resume();
  done({ bytes: Buffer.alloc(0), end, receivedBytes: 0, release: () => undefined });
}

const tooMany = (lines: readonly string[]): boolean => lines.length > 2 * MOST_LINES;

function textBytes(target: string, rawHeaders: readonly string[]): number {
  let bytes = target.length;
  for (const text of rawHeaders) bytes += text.length;
  return bytes;
}

const knockOf = ({ passage }: Inbox, { rawHeaders, socket }: IncomingMessage): Knock => ({
  headers: pairs(rawHeaders),
  remoteAddress: socket.remoteAddress ?? '',
  tunnel: passage?.exposure() ?? null,
});

/** Answer at once and drop whatever body comes; a sender of a long one is cut off. */
function refuse({ request, response }: Turn, reply: PreparedReply): void {
  request.on('error', () => undefined);
  writeReply(response, reply);
  request.resume();
  if (Number(request.headers['content-length'] ?? 0) <= 1_048_576) return;
  linger(request.socket);
  response.once('finish', () => request.socket.destroySoon());
}
