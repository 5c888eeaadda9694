import { pairs } from '../contract/header.ts';
import { keptTunnel } from '../describe/delivery-tunnel.ts';
import { encodeHead } from '../describe/head.ts';
import { encodeMeta, type Meta } from '../describe/meta.ts';
import { publicUrlOf } from '../describe/public-url.ts';
import type { WayIn } from '../tunnel/passage.ts';
import type { ChallengeReply, LiveEndpoint } from './endpoint-directory.ts';
import { linger } from './linger.ts';
import type { BodyEnd, ReadBody } from './read.ts';
import { type PreparedReply, REPLIES, writeReply } from './reply.ts';
import { type Inbox, saveSurplus, type Turn } from './turn.ts';

/** What the sender of an unfinished body is answered; null where nobody is left. */
const ANSWERS: Readonly<Record<Exclude<BodyEnd, 'complete'>, PreparedReply | null>> = {
  aborted: null,
  'too-large': REPLIES.tooLarge,
  'head-too-large': REPLIES.headTooLarge,
  'no-room': REPLIES.tooMuch,
  slow: REPLIES.tooSlow,
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
  broken: null,
};

/** Store a request whose body has come to an end, and answer it after the commit with what its record says. */
export function keep(inbox: Inbox, turn: Turn, endpoint: LiveEndpoint, at: number, target: string, body: ReadBody) {
  const { request } = turn;
  count(inbox, turn, body.end);
  if (body.end !== 'complete' && !inbox.isUnfinishedKept(endpoint.id)) {
    inbox.counters.unfinishedDropped++;
    body.release();
    answer(inbox, turn, ANSWERS[body.end]);
    return;
  }
  const leading = inbox.passage?.wayIn() ?? null;
  const way = leading?.through(request.rawHeaders) ? leading : null;
  const isWhole = body.end === 'complete' && turn.surplus === null;
  const challenge = isWhole ? answerChallenge(inbox, endpoint, turn, at, target, way?.url, body) : null;
  const reply = replyTo(endpoint, turn, body.end, challenge);
  turn.savedBytes = turn.surplus?.sizeBytes() ?? 0;
  const row = {
    endpointId: endpoint.id,
    at,
    status: reply?.status ?? null,
    head: encodeHead(request.method as string, target, request.httpVersion, request.rawHeaders),
    body: body.bytes,
    meta: metaOf(turn, body, way, challenge?.sentence),
  };
  inbox.writer.capture(row, (error, id) => {
    body.release();
    if (error !== null) {
      inbox.counters.storeFailures++;
      inbox.logError('A delivery could not be stored.', error);
      answer(inbox, turn, REPLIES.notStored);
      return;
    }
    turn.id = id;
    inbox.counters.captured++;
    saveSurplus(inbox, turn);
    if (way !== null || leading?.tellsApart === false) inbox.passage?.noteDelivery();
    if (body.end !== 'complete') linger(request.socket);
    if (reply !== null && reply.delayMs > 0) setTimeout(answer, reply.delayMs, inbox, turn, reply);
    else answer(inbox, turn, reply);
    if (challenge?.learned !== undefined) inbox.onLearned?.(endpoint.id, challenge.learned);
  });
}

function count({ counters }: Inbox, { surplus }: Turn, end: BodyEnd): void {
  if (end === 'head-too-large') counters.malformed++;
  if (end === 'too-large' || end === 'head-too-large') counters.tooLarge++;
  else if (end === 'no-room') counters.overloaded++;
  else if (end === 'slow') counters.tooSlow++;
  else if (end === 'broken' || surplus !== null) counters.malformed++;
}

/** Bytes that follow the body in the same breath make the request one whose length is wrong: it gets 400, and nothing else. */
function replyTo(endpoint: LiveEndpoint, turn: Turn, end: BodyEnd, challenge: ChallengeReply | null) {
  if (end === 'broken') return TOO_LONG[turn.malformedStatus] ?? ANSWERS[end];
  if (end !== 'complete') return ANSWERS[end];
  return turn.surplus !== null ? REPLIES.badFraming : (challenge?.reply ?? endpoint.reply);
}

function answer(inbox: Inbox, turn: Turn, reply: PreparedReply | null): void {
  inbox.open--;
  if (reply === null) return;
  const { request, response, id } = turn;
  if (!response.destroyed && !request.socket.destroyed) writeReply(response, reply);
  else if (id > 0) inbox.amend(id, { status: null });
}

/** A provider's rules never stop a capture: one that fails is logged, and the canned reply is sent. */
function answerChallenge(
  inbox: Inbox,
  endpoint: LiveEndpoint,
  { request }: Turn,
  at: number,
  target: string,
  via: string | undefined,
  body: ReadBody,
): ChallengeReply | null {
  if (endpoint.challenge === undefined) return null;
  try {
    const method = request.method as string;
    return endpoint.challenge(method, () => {
      const headers = pairs(request.rawHeaders);
      return {
        method,
        target,
        httpVersion: request.httpVersion,
        headers,
        trailers: pairs(request.rawTrailers),
        body: body.bytes,
        publicUrl: publicUrlOf(target, headers, via),
        arrivedAtMs: at,
      };
    });
  } catch (error) {
    inbox.logError('A set-up request could not be answered.', error);
    return null;
  }
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
    ...(end === 'aborted' || end === 'slow' ? { aborted: true } : {}),
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
