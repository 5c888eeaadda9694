import { type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { HeaderLine } from '../contract/delivery.ts';
import type { Timings } from '../contract/replay.ts';
import type { ResolvedAddress } from './guard.ts';
import { isChunked } from './header-rule.ts';
import type { SendPlan } from './plan.ts';

export type Phase = Exclude<keyof Timings, 'totalMs'>;

/** An answer as it came: header lines in order with case and duplicates, body bytes as on the wire (only unchunked). */
export interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly HeaderLine[];
  readonly body: Uint8Array;
  /** The body went on beyond the cap, or the connection broke after an answer that came before the request was read. */
  readonly truncated: boolean;
}

export interface ExchangeOptions {
  /** The only addresses that are connected to. */
  readonly addresses: readonly ResolvedAddress[];
  readonly maxAnswerBytes: number;
  readonly signal: AbortSignal;
  readonly onPhase: (phase: Phase, status?: number) => void;
}

const MAX_ANSWER_HEAD_BYTES = 262_144;

/**
 * Write a request exactly as planned and read its answer. An array of header lines makes `node:http` write them untouched
 * (wire-tested; `fetch` and undici merge and add). Rejects with Node's own errors, or with the signal's reason.
 */
export function exchange(plan: SendPlan, options: ExchangeOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = open(plan, options.addresses);
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
      collect(response, options.maxAnswerBytes, (answer, broken) => {
        const error = cause ?? broken;
        // An app may answer and hang up before it has read the request (RFC 9112, 9.3): that is an answer all the same.
        const isEarly = error !== null && isReset(error) && !request.writableFinished;
        settle(() => (broken === null || isEarly ? resolve(answer) : reject(error)));
      });
    });
    const switched = (response: IncomingMessage, socket: Duplex): void => {
      options.onPhase('firstByteMs', response.statusCode);
      socket.destroy();
      settle(() => resolve(toAnswer(response, [], false)));
    };
    request.on('upgrade', switched);
    request.on('connect', switched);
    if (options.signal.aborted) return stop();
    write(request, plan);
  });
}

function open(plan: SendPlan, addresses: readonly ResolvedAddress[]): ClientRequest {
  const host = plan.url.hostname.replace(/^\[|\]$/g, '');
  const options: RequestOptions = {
    host,
    ...(plan.url.port === '' ? {} : { port: Number(plan.url.port) }),
    method: plan.method,
    path: plan.path,
    headers: plan.headers.flat(),
    setDefaultHeaders: false,
    agent: false,
    lookup: pinned(addresses),
    maxHeaderSize: MAX_ANSWER_HEAD_BYTES,
  };
  if (plan.url.protocol === 'http:') return httpRequest(options);
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

function write(request: ClientRequest, plan: SendPlan): void {
  request.maxHeadersCount = 0;
  if (isChunked(plan.headers))
    request.addTrailers(plan.trailers.map(([name, value]): [string, string] => [name, value]));
  if (plan.body.length === 0) request.end();
  else request.end(plan.body);
}

function watchSocket(socket: Socket, onPhase: (phase: Phase) => void): void {
  socket.once('connect', () => onPhase('connectMs'));
  socket.once('secureConnect', () => onPhase('tlsMs'));
}

type OnCollected = (answer: Answer, broken: Error | null) => void;

function collect(response: IncomingMessage, maxBytes: number, onCollected: OnCollected): void {
  const chunks: Buffer[] = [];
  let room = maxBytes;
  response.on('data', (chunk: Buffer) => {
    if (room < 0) return;
    chunks.push(chunk.subarray(0, room));
    room -= chunk.length;
    if (room < 0) onCollected(toAnswer(response, chunks, true), null);
  });
  response.on('end', () => onCollected(toAnswer(response, chunks, false), null));
  response.on('error', (error) => onCollected(toAnswer(response, chunks, true), error));
}

function isReset(error: Error): boolean {
  return 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}

function toAnswer(response: IncomingMessage, chunks: readonly Buffer[], truncated: boolean): Answer {
  const headers: HeaderLine[] = [];
  for (let at = 0; at + 1 < response.rawHeaders.length; at += 2) {
    headers.push([response.rawHeaders[at] ?? '', response.rawHeaders[at + 1] ?? '']);
  }
  return {
    status: response.statusCode ?? 0,
    statusText: response.statusMessage ?? '',
    headers,
    body: Buffer.concat(chunks),
    truncated,
  };
}
