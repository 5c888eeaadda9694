import { type IncomingMessage, METHODS, type ServerResponse } from 'node:http';
import Fastify, { type FastifyInstance } from 'fastify';
import { encodeHead, pairs } from '../store/head.ts';
import { encodeMeta, type Meta } from '../store/meta.ts';
import type { Writer } from '../store/writer.ts';
import { captureTarget } from '../tunnel/capture-target.ts';
import { keptTunnel } from '../tunnel/delivery-tunnel.ts';
import type { Knock } from '../tunnel/limits.ts';
import type { Passage, WayIn } from '../tunnel/passage.ts';
import type { Counters } from './counters.ts';
import {
  type ChallengeReply,
  type EndpointDirectory,
  type LearnedSecret,
  type LiveEndpoint,
  slugOf,
} from './endpoint-directory.ts';
import { answerMalformed, type ClientError, readMalformed } from './malformed.ts';
import { type ReadBody, readBody } from './read.ts';
import { type PreparedReply, REPLIES, writeReply } from './reply.ts';
import { createSilentConnections } from './silent-connections.ts';

export const HEADER_CAP_BYTES = 131_072;
/** In the target of each probe of the tunnel, so that other requests cost one look. */
const PROBE = '/__probe/';
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 300_000;

export interface ListenerOptions {
  readonly writer: Pick<Writer, 'capture'>;
  readonly endpoints: EndpointDirectory;
  readonly counters: Counters;
  readonly bodyCapBytes: () => number;
  readonly now: () => number;
  readonly logError: (message: string, error: unknown) => void;
  /** Told of the secret of a handshake once its delivery is stored and answered. */
  readonly onLearned?: (endpointId: number, learned: LearnedSecret) => void;
  /** The tunnel, which leads to this listener and to nothing else; absent where there is none. */
  readonly passage?: Passage;
}

/**
 * The capture listener: any method, target, content type and body is taken, stored, and answered after the commit.
 * Fastify's router, parsers and method list never see a request: each is taken over in the first hook (design.md, 3.1).
 * Unknown paths get one constant 404 and are counted, not kept. No request can make it throw or stop.
 */
export function createListener(options: ListenerOptions): FastifyInstance {
  const silent = createSilentConnections();
  const app = Fastify({
    logger: false,
    exposeHeadRoutes: false,
    rewriteUrl: () => '/',
    forceCloseConnections: true,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: {
      maxHeaderSize: HEADER_CAP_BYTES,
      requireHostHeader: false,
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: 1_000,
    },
    clientErrorHandler: (thrown, socket) => {
      const error = thrown as unknown as ClientError;
      if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && silent.letBe(socket)) return;
      takeMalformed(options, error, socket);
    },
  });
  for (const method of METHODS) app.addHttpMethod(method, { hasBody: true, overrideExisting: true });
  app.addHook('onRequest', (request, reply, _done) => {
    reply.hijack();
    if (request.originalUrl.includes(PROBE) && options.passage?.takeProbe(request.originalUrl, request.raw, reply.raw))
      return;
    takeRequest(options, request.originalUrl, request.raw, reply.raw);
  });
  app.all('/', () => undefined);
  const { passage } = options;
  if (passage !== undefined) {
    app.addHook('onListen', async () => passage.lead(captureTarget(app.server)));
    app.addHook('preClose', () => passage.close());
  }
  app.server.maxHeadersCount = 0;
  app.server.on('checkExpectation', (request, response) => app.routing(request, response));
  app.server.on('connect', (request: IncomingMessage, socket) => {
    options.counters.unknownPaths++;
    request.on('error', () => undefined);
    socket.end('HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  });
  return app;
}

function takeRequest(
  options: ListenerOptions,
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const slug = slugOf(target);
  const endpoint = slug === null ? undefined : options.endpoints.find(slug);
  if (endpoint === undefined) {
    options.counters.unknownPaths++;
    refuse(request, response, REPLIES.unknown);
    return;
  }
  const refusal = endpoint.refusal === undefined ? null : endpoint.refusal(knockOf(options, request));
  if (refusal !== null) {
    options.counters.refused++;
    refuse(request, response, refusal);
  } else if (endpoint.paused) {
    refuse(request, response, REPLIES.paused);
  } else {
    const at = options.now();
    readBody(request, options.bodyCapBytes(), (body) => keep(options, endpoint, target, at, request, response, body));
  }
}

const knockOf = ({ passage }: ListenerOptions, { rawHeaders, socket }: IncomingMessage): Knock => ({
  headers: pairs(rawHeaders),
  remoteAddress: socket.remoteAddress ?? '',
  tunnel: passage?.exposure() ?? null,
});

/** Answer at once and drop whatever body comes; a sender of a long one is cut off. */
function refuse(request: IncomingMessage, response: ServerResponse, reply: PreparedReply): void {
  request.on('error', () => undefined);
  writeReply(response, reply);
  if (Number(request.headers['content-length'] ?? 0) > 1_048_576)
    response.once('finish', () => request.socket.destroySoon());
  else request.resume();
}

function keep(
  options: ListenerOptions,
  endpoint: LiveEndpoint,
  target: string,
  at: number,
  request: IncomingMessage,
  response: ServerResponse,
  body: ReadBody,
): void {
  const leading = options.passage?.wayIn() ?? null;
  const way = leading?.through(request.rawHeaders) ? leading : null;
  const challenge =
    body.end === 'complete' ? answerChallenge(options, endpoint, target, request, way?.url, body.bytes) : null;
  const reply = body.end === 'too-large' ? REPLIES.tooLarge : (challenge?.reply ?? endpoint.reply);
  const row = {
    endpointId: endpoint.id,
    at,
    status: body.end === 'aborted' ? null : reply.status,
    head: encodeHead(request.method as string, target, request.httpVersion, request.rawHeaders),
    body: body.bytes,
    meta: metaOf(request, body, way, challenge?.sentence),
  };
  options.writer.capture(row, (error) => {
    if (error !== null) {
      options.counters.storeFailures++;
      options.logError('A delivery could not be stored.', error);
      writeReply(response, REPLIES.notStored);
      return;
    }
    options.counters.captured++;
    if (way !== null || leading?.tellsApart === false) options.passage?.noteDelivery();
    if (body.end === 'too-large') response.once('finish', () => request.socket.destroySoon());
    if (reply.delayMs > 0) setTimeout(writeReply, reply.delayMs, response, reply);
    else writeReply(response, reply);
    if (challenge?.learned !== undefined) options.onLearned?.(endpoint.id, challenge.learned);
  });
}

/** A provider's rules never stop a capture: one that fails is logged, and the canned reply is sent. */
function answerChallenge(
  options: ListenerOptions,
  endpoint: LiveEndpoint,
  target: string,
  request: IncomingMessage,
  via: string | undefined,
  body: Buffer,
): ChallengeReply | null {
  if (endpoint.challenge === undefined) return null;
  try {
    return endpoint.challenge({ method: request.method as string, target, rawHeaders: request.rawHeaders, via }, body);
  } catch (error) {
    options.logError('A set-up request could not be answered.', error);
    return null;
  }
}

function metaOf(
  request: IncomingMessage,
  body: ReadBody,
  way: WayIn | null,
  challenge: string | undefined,
): string | null {
  const remote = request.socket.remoteAddress;
  const whole = body.end === 'complete';
  const plain = remote === '127.0.0.1' && request.rawTrailers.length === 0;
  if (whole && plain && way === null && challenge === undefined) return null;
  const declared = request.headers['content-length'];
  const meta: Meta = {
    ...(remote === undefined || remote === '127.0.0.1' ? {} : { remote }),
    ...(request.rawTrailers.length === 0 ? {} : { trailers: pairs(request.rawTrailers) }),
    ...(body.end === 'aborted' ? { aborted: true } : {}),
    ...(body.end === 'too-large' ? { truncated: true } : {}),
    ...(challenge === undefined ? {} : { challenge }),
    ...(way === null ? {} : { via: way.url, tunnel: keptTunnel(way) }),
    ...(whole || declared === undefined ? {} : { declaredBytes: Number(declared) }),
  };
  return encodeMeta(meta);
}

function takeMalformed(
  options: ListenerOptions,
  error: ClientError,
  socket: Parameters<typeof answerMalformed>[1],
): void {
  answerMalformed(error, socket);
  const request = readMalformed(error);
  if (request === null) return;
  options.counters.malformed++;
  const endpoint = request.slug === null ? undefined : options.endpoints.find(request.slug);
  if (endpoint === undefined || endpoint.paused) return;
  if (endpoint.refusal !== undefined) {
    options.counters.refused++;
    return;
  }
  const row = {
    endpointId: endpoint.id,
    at: options.now(),
    status: 400,
    head: '',
    body: request.packet,
    meta: encodeMeta({ malformed: request.reason }),
  };
  options.writer.capture(row, (failure) => {
    if (failure !== null) options.logError('A malformed request could not be stored.', failure);
  });
}
