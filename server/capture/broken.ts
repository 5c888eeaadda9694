import type { Socket } from 'node:net';
import { encodeMeta } from '../describe/meta.ts';
import { linger, waitForEnd } from './linger.ts';
import { answerBare, beginsRequest, type ClientError, slugIn, statusOf } from './malformed.ts';
import { createSurplus, endOfBody, endOfRequest } from './surplus.ts';
import { type Followed, type Inbox, saveSurplus, type Turn, turnOn } from './turn.ts';

/** Connections on which the parser gave up, with the row that the rest belongs to; null where none is kept. */
const given = new WeakMap<Socket, Followed | null>();

/**
 * What Node's parser refuses on a connection (`clientError`), told once a packet. It is one of four things: the rest of a body whose
 * framing makes no sense, bytes after a whole request that are none, a malformed request, or a connection that ended or took too long.
 * One request is one row: what follows it is kept with it.
 */
export function takeBroken(inbox: Inbox, error: ClientError, socket: Socket): void {
  const packet = error.rawPacket ?? Buffer.alloc(0);
  const turn = turnOn(socket);
  const known = given.get(socket);
  if (packet.length === 0) takeEnd(inbox, error, socket, turn);
  else if (known !== undefined) known?.surplus?.add(packet);
  else if (turn !== undefined && !turn.request.complete) breakOff(inbox, error, socket, turn, packet);
  else follow(inbox, error, socket, turn, packet);
}

/** The rest of a body makes no sense. */
function breakOff(inbox: Inbox, error: ClientError, socket: Socket, turn: Turn, packet: Buffer): void {
  const { reading } = turn;
  if (reading === null) {
    refuseRest(inbox, error, socket, turn);
    return;
  }
  takeRest(inbox, socket, turn, packet.subarray(endOfBody(packet, error.bytesParsed ?? 0, reading.bytes())));
  turn.malformed = error.reason ?? error.message;
  turn.malformedStatus = statusOf(error);
  reading.stop('broken');
}

/** Something that is no request follows a whole one, or begins a connection. */
function follow(inbox: Inbox, error: ClientError, socket: Socket, turn: Turn | undefined, packet: Buffer): void {
  const rest = turn?.reading ? packet.subarray(endOfWhole(turn, packet, error.bytesParsed ?? 0)) : packet;
  if (turn === undefined || beginsRequest(rest)) takeMalformed(inbox, error, socket, turn, rest);
  else if (!turn.isKept) refuseRest(inbox, error, socket, turn);
  else {
    takeRest(inbox, socket, turn, rest);
    // Before its answer, the request is answered 400 itself (keep.ts); after it, the connection ends with a 400 of its own.
    if (turn.reading !== null) return;
    inbox.counters.malformed++;
    saveSurplus(inbox, turn);
    answerAfter(turn, error, socket);
  }
}

function endOfWhole({ request, reading }: Turn, packet: Buffer, parsed: number): number {
  const isChunked = request.headers['transfer-encoding'] !== undefined;
  return endOfRequest(packet, parsed, isChunked ? Buffer.alloc(0) : (reading?.bytes() ?? Buffer.alloc(0)));
}

/** The connection ended, or was too slow, in the middle of something. */
function takeEnd(inbox: Inbox, error: ClientError, socket: Socket, turn: Turn | undefined): void {
  const isSlow = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  if (turn !== undefined && turn.reading !== null && !turn.request.complete) {
    turn.reading.stop(isSlow ? 'slow' : 'aborted');
    if (!isSlow) socket.destroy();
  } else if (isSlow) {
    inbox.counters.tooSlow++;
    answerAfter(turn, error, socket);
  } else if (turn === undefined || isAnswered(turn)) socket.destroy();
}

function takeRest(inbox: Inbox, socket: Socket, row: Followed, rest: Buffer): void {
  const surplus = createSurplus(inbox.surplusRoom);
  surplus.add(rest);
  row.surplus = surplus;
  given.set(socket, row);
  // More of it may be on its way: the answer must not end the connection at once.
  linger(socket);
  socket.once('close', () => {
    surplus.end();
    saveSurplus(inbox, row);
  });
}

function refuseRest({ counters }: Inbox, error: ClientError, socket: Socket, turn: Turn): void {
  counters.malformed++;
  given.set(socket, null);
  answerAfter(turn, error, socket);
}

function takeMalformed(inbox: Inbox, error: ClientError, socket: Socket, turn: Turn | undefined, packet: Buffer): void {
  const { counters } = inbox;
  const status = statusOf(error);
  counters.malformed++;
  if (status === 431) counters.tooLarge++;
  const slug = slugIn(packet);
  const endpoint = slug === null ? undefined : inbox.endpoints.find(slug);
  if (endpoint?.plan.asksWho) counters.refused++;
  const isWanted = endpoint?.plan.isOpen === true;
  if (!isWanted || !inbox.isUnfinishedKept(endpoint.id)) {
    if (isWanted) counters.unfinishedDropped++;
    given.set(socket, null);
    answerAfter(turn, error, socket);
    return;
  }
  const row: Followed = { id: 0, surplus: null, savedBytes: 0 };
  takeRest(inbox, socket, row, Buffer.alloc(0));
  // After an answer that closes the connection nothing more is written (RFC 9112, 9.6).
  const isCutOff = turn !== undefined && !turn.response.shouldKeepAlive;
  const captured = {
    endpointId: endpoint.id,
    at: inbox.now(),
    status: isCutOff ? null : status,
    head: '',
    body: Buffer.from(packet),
    meta: encodeMeta({ malformed: error.reason ?? error.message }),
  };
  const store = (): void =>
    inbox.writer.capture(captured, (failure, id) => {
      if (failure !== null) inbox.logError('A malformed request could not be stored.', failure);
      row.id = id;
      saveSurplus(inbox, row);
      answerAfter(turn, error, socket);
    });
  if (turn?.reading) turn.afterwards.push(store);
  else store();
}

const isAnswered = ({ response }: Turn): boolean => response.writableFinished || response.destroyed;

/** Answers go out in the order of the requests (RFC 9112, 9.3.2): this one waits for those before it. */
function answerAfter(turn: Turn | undefined, error: ClientError, socket: Socket): void {
  const write = (): void => {
    answerBare(error, socket);
    waitForEnd(socket);
  };
  if (turn === undefined || isAnswered(turn)) write();
  else turn.response.once('close', write);
}
