import { type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { gatherBody } from '../body/gather.ts';
import type { Room } from '../body/room.ts';
import { type HeaderLine, pairs } from '../contract/header.ts';
import type { Timings } from '../contract/replay.ts';
import type { Request } from '../contract/request.ts';
import type { ResolvedAddress } from './guard.ts';
import { isChunked } from './header-rule.ts';

export type Phase = Exclude<keyof Timings, 'totalMs'>;

/** An answer as it came: header lines in order with case and duplicates, body bytes as on the wire (only unchunked). */
export interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly HeaderLine[];
  readonly body: Uint8Array;
  /** The body went on beyond the cap, or the connection broke after an answer that came before the request was read. */
  readonly truncated: boolean;
  /** To be called once the body is stored, or will not be: its memory is freed then. */
  release(): void;
}

/** A request and where to connect: scheme, host and port of `url`. */
export interface AddressedRequest extends Request {
  readonly url: URL;
}

export interface ExchangeOptions {
  /** The only addresses that are connected to. */
  readonly addresses: readonly ResolvedAddress[];
  readonly maxAnswerBytes: number;
  /** What the bodies of all answers under way share; a body that finds no room in it is cut off there. */
  readonly room: Room;
  readonly signal: AbortSignal;
  readonly onPhase: (phase: Phase, status?: number) => void;
}

const MAX_ANSWER_HEAD_BYTES = 262_144;

/**
 * Write a request exactly as it is and read its answer. An array of header lines makes `node:http` write them untouched
 * (wire-tested; `fetch` and undici merge and add). Rejects with Node's own errors, or with the signal's reason.
 */
export function exchange(sent: AddressedRequest, options: ExchangeOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = open(sent, options.addresses);
    const stop = () => settle(() => reject(options.signal.reason));
    const settle = (end: () => void): void => {
      options.signal.removeEventListener('abort', stop);
      end();
      request.destroy();
    };
    options.signal.addEventListener('abort', stop, { once: true });
    let received: IncomingMessage | undefined;
    let cause: Error | undefined;
    request.on('error', (error) => {
      cause = error;
      // Once an answer has begun, its own end tells: what follows a whole one (a body after HEAD) is no part of it.
      if (received === undefined) settle(() => reject(error));
    });
    request.on('socket', (socket) => watchSocket(socket, options.onPhase));
    request.on('response', (response) => {
      received = response;
      options.onPhase('firstByteMs', response.statusCode);
      collect(response, options, (answer, broken) => {
        const error = cause ?? broken;
        // An app may answer and hang up before it has read the request (RFC 9112, 9.3): that is an answer all the same.
        const isEarly = error !== null && isReset(error) && !request.writableFinished;
        const isAnswer = !options.signal.aborted && (broken === null || isEarly);
        if (!isAnswer) answer.release();
        settle(() => (isAnswer ? resolve(answer) : reject(error)));
      });
    });
    const switched = (response: IncomingMessage, socket: Duplex): void => {
      options.onPhase('firstByteMs', response.statusCode);
      socket.destroy();
      settle(() => resolve(toAnswer(response, Buffer.alloc(0), false, () => undefined)));
    };
    request.on('upgrade', switched);
    request.on('connect', switched);
    if (options.signal.aborted) return stop();
    write(request, sent);
  });
}

function open(
  { url, method, target, headers }: AddressedRequest,
  addresses: readonly ResolvedAddress[],
): ClientRequest {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const options: RequestOptions = {
    host,
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    method,
    path: target,
    headers: headers.flat(),
    setDefaultHeaders: false,
    agent: false,
    lookup: pinned(addresses),
    maxHeaderSize: MAX_ANSWER_HEAD_BYTES,
  };
  if (url.protocol === 'http:') return httpRequest(options);
  // SNI takes no IP address and no trailing dot (RFC 6066, 3); Node would take the name from the captured Host line.
  return httpsRequest({ ...options, servername: isIP(host) === 0 ? host.replace(/\.$/, '') : '' });
}

/** Against DNS rebinding: the connection can only be made to addresses that were checked. */
function pinned(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_hostname, { all }, callback) => {
    const [first] = addresses;
    if (first === undefined) return callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '');
    if (all === true) return callback(null, [...addresses]);
    callback(null, first.address, first.family);
  };
}

function write(request: ClientRequest, { headers, trailers, body }: AddressedRequest): void {
  request.maxHeadersCount = 0;
  if (isChunked(headers)) request.addTrailers(trailers.map(([name, value]): [string, string] => [name, value]));
  if (body.length === 0) request.end();
  else request.end(body);
}

function watchSocket(socket: Socket, onPhase: (phase: Phase) => void): void {
  socket.once('connect', () => onPhase('connectMs'));
  socket.once('secureConnect', () => onPhase('tlsMs'));
}

type OnCollected = (answer: Answer, broken: Error | null) => void;

function collect(
  response: IncomingMessage,
  { maxAnswerBytes, room }: Pick<ExchangeOptions, 'maxAnswerBytes' | 'room'>,
  onCollected: OnCollected,
): void {
  const body = gatherBody({ room, mostBytes: maxAnswerBytes, expectedBytes: lengthOf(response) });
  let settled = false;
  const settle = (truncated: boolean, broken: Error | null): void => {
    if (settled) return;
    settled = true;
    onCollected(toAnswer(response, body.bytes(), truncated, body.release), broken);
  };
  response.on('data', (chunk: Buffer) => {
    if (settled) return;
    const left = maxAnswerBytes - body.size();
    if (!body.add(chunk.subarray(0, left)) || chunk.length > left) settle(true, null);
  });
  response.on('end', () => settle(false, null));
  response.on('error', (error) => settle(true, error));
  // A send that is stopped destroys the response: nobody is told then, and nothing is kept.
  response.on('close', () => {
    if (!settled) body.release();
    settled = true;
  });
}

function lengthOf({ headers }: IncomingMessage): number | null {
  const length = Number(headers['content-length'] ?? Number.NaN);
  return Number.isSafeInteger(length) ? length : null;
}

function isReset(error: Error): boolean {
  return 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}

function toAnswer(response: IncomingMessage, body: Buffer, truncated: boolean, release: () => void): Answer {
  return {
    status: response.statusCode ?? 0,
    statusText: response.statusMessage ?? '',
    headers: pairs(response.rawHeaders),
    body,
    truncated,
    release,
  };
}
