import type { IncomingMessage } from 'node:http';
import { pairs } from '../contract/header.ts';
import type { CapturedRequest } from '../contract/request.ts';
import { keptTunnel } from '../describe/delivery-tunnel.ts';
import { encodeHead } from '../describe/head.ts';
import { encodeMeta, type Meta } from '../describe/meta.ts';
import { publicUrlOf } from '../describe/public-url.ts';
import { type PreparedReply, REPLIES, writeReply } from '../reply/prepared.ts';
import type { Answer } from '../reply/step.ts';
import type { WayIn } from '../tunnel/passage.ts';
import type { LiveEndpoint } from './endpoint-directory.ts';
import { linger } from './linger.ts';
import type { BodyEnd, ReadBody } from './read.ts';
import { type Inbox, saveSurplus, type Turn } from './turn.ts';

/** What the sender of an unfinished body is answered; null where nobody is left. */
const ANSWERS: Readonly<Record<Exclude<BodyEnd, 'complete'>, PreparedReply | null>> = {
  aborted: null,
  'too-large': REPLIES.tooLarge,
  'head-too-large': REPLIES.headTooLarge,
  'no-room': REPLIES.tooMuch,
  slow: REPLIES.tooSlow,
  stopped: REPLIES.stopping,
  broken: REPLIES.badFraming,
};

/** What the parser refused for its length. */
const TOO_LONG: Readonly<Record<number, PreparedReply>> = { 413: REPLIES.badChunks, 431: REPLIES.headTooLarge };

const INCOMPLETE: Readonly<Record<Exclude<BodyEnd, 'complete'>, string | null>> = {
  aborted: 'The sender hung up before its body was whole.',
  'too-large': 'The body is longer than what is taken.',
  'head-too-large': 'The header lines are longer than what is taken, so the body was not read.',
  'no-room': 'Too much arrived at once, so the rest of the body was not taken. The sender was told to try again.',
  slow: 'The body came too slowly, so it was not waited for.',
  stopped: 'Hookglass was stopped before the body was whole. The sender was told to try again.',
  broken: null,
};

/** Store a request whose body has come to an end, and answer it after the commit with what its record says. */
export function keep(inbox: Inbox, turn: Turn, endpoint: LiveEndpoint, at: number, target: string, body: ReadBody) {
  const { request } = turn;
  count(inbox, turn, body.end);
  if (body.end !== 'complete' && !inbox.isUnfinishedKept(endpoint.id)) {
    inbox.counters.unfinishedDropped++;
    body.release();
    give(inbox, turn, refusalOf(turn, body.end));
    return;
  }
  const leading = inbox.passage?.wayIn() ?? null;
  const way = leading?.through(request.rawHeaders) ? leading : null;
  const isWhole = body.end === 'complete' && turn.surplus === null;
  const method = request.method as string;
  const answer = isWhole
    ? endpoint.plan.answer(method, () => capturedOf(request, target, way?.url, at, body.bytes))
    : refusalOf(turn, body.end);
  turn.savedBytes = turn.surplus?.sizeBytes() ?? 0;
  const row = {
    endpointId: endpoint.id,
    at,
    // What is answered later is written down when the sender has it.
    status: answer === null || answer.delayMs > 0 ? null : answer.reply.status,
    head: encodeHead(method, target, request.httpVersion, request.rawHeaders),
    body: body.bytes,
    meta: metaOf(turn, body, way, answer?.sentence),
  };
  inbox.writer.capture(row, (error, id) => {
    body.release();
    if (error !== null) {
      inbox.counters.storeFailures++;
      inbox.logError('A delivery could not be stored.', error);
      give(inbox, turn, atOnce(REPLIES.notStored));
      return;
    }
    turn.id = id;
    inbox.counters.captured++;
    saveSurplus(inbox, turn);
    if (way !== null || leading?.tellsApart === false) inbox.passage?.noteDelivery();
    if (body.end !== 'complete') linger(request.socket);
    if (answer !== null && answer.delayMs > 0) {
      inbox.owed.after(answer.delayMs, turn.response, () => give(inbox, turn, answer));
    } else give(inbox, turn, answer);
    if (answer?.learned !== undefined) inbox.onLearned?.(endpoint.id, answer.learned);
  });
}

function count({ counters }: Inbox, { surplus }: Turn, end: BodyEnd): void {
  if (end === 'head-too-large') counters.malformed++;
  if (end === 'too-large' || end === 'head-too-large') counters.tooLarge++;
  else if (end === 'no-room') counters.overloaded++;
  else if (end === 'slow') counters.tooSlow++;
  else if (end === 'broken' || surplus !== null) counters.malformed++;
}

/** The answer to a request that did not come whole. Bytes that follow the body in the same breath make it one whose length is wrong. */
function refusalOf(turn: Turn, end: BodyEnd): Answer | null {
  if (end === 'complete') return atOnce(REPLIES.badFraming);
  const reply = (end === 'broken' ? TOO_LONG[turn.malformedStatus] : undefined) ?? ANSWERS[end];
  return reply === null ? null : atOnce(reply);
}

const atOnce = (reply: PreparedReply): Answer => ({ reply, delayMs: 0 });

/** Answer the sender, and write down where it got something else than its record says. */
function give(inbox: Inbox, turn: Turn, answer: Answer | null): void {
  const { request, response, id } = turn;
  const isLate = answer !== null && answer.delayMs > 0;
  if (answer !== null && !response.destroyed && !request.socket.destroyed) {
    if (isLate) response.once('finish', () => inbox.amend(id, { status: answer.reply.status }));
    writeReply(response, answer.reply);
  } else if (answer !== null && id > 0 && !isLate) inbox.amend(id, { status: null });
  inbox.owed.give(response);
}

/** The request as the rules of providers look at it. */
function capturedOf(
  { method, httpVersion, rawHeaders, rawTrailers }: IncomingMessage,
  target: string,
  via: string | undefined,
  arrivedAtMs: number,
  body: Buffer,
): CapturedRequest {
  const headers = pairs(rawHeaders);
  const publicUrl = publicUrlOf(target, headers, via);
  const trailers = pairs(rawTrailers);
  return { method: method as string, target, httpVersion, headers, trailers, body, publicUrl, arrivedAtMs };
}

function metaOf(turn: Turn, body: ReadBody, way: WayIn | null, challenge: string | undefined): string | null {
  const { request, surplus, malformed } = turn;
  const remote = request.socket.remoteAddress;
  const { end } = body;
  const plain = remote === '127.0.0.1' && request.rawTrailers.length === 0 && surplus === null;
  if (end === 'complete' && plain && way === null && challenge === undefined) return null;
  const declared = request.headers['content-length'];
  const incomplete = end === 'complete' ? null : INCOMPLETE[end];
  const meta: Meta = {
    ...(remote === undefined || remote === '127.0.0.1' ? {} : { remote }),
    ...(request.rawTrailers.length === 0 ? {} : { trailers: pairs(request.rawTrailers) }),
    ...(end === 'aborted' || end === 'slow' || end === 'stopped' ? { aborted: true } : {}),
    ...(end === 'too-large' || end === 'head-too-large' || end === 'no-room' ? { truncated: true } : {}),
    ...(malformed === null ? {} : { malformed }),
    ...(incomplete === null ? {} : { incomplete }),
    ...(body.receivedBytes > body.bytes.length ? { receivedBytes: body.receivedBytes } : {}),
    ...(surplus === null ? {} : { surplus: surplus.meta() }),
    ...(challenge === undefined ? {} : { challenge }),
    ...(way === null ? {} : { via: way.url, tunnel: keptTunnel(way) }),
    ...(end === 'complete' || declared === undefined ? {} : { declaredBytes: Number(declared) }),
  };
  return encodeMeta(meta);
}
