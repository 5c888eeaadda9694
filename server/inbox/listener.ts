import { type IncomingMessage, METHODS, type ServerResponse } from 'node:http';
import Fastify, { type FastifyInstance } from 'fastify';
import { encodeHead, pairs } from '../store/head.ts';
import { encodeMeta, type Meta } from '../store/meta.ts';
import type { Writer } from '../store/writer.ts';
import type { Counters } from './counters.ts';
import { type ChallengeReply, type EndpointDirectory, type LiveEndpoint, slugOf } from './endpoint-directory.ts';
import { answerMalformed, type ClientError, readMalformed } from './malformed.ts';
import { type ReadBody, readBody } from './read.ts';
import { type PreparedReply, REPLIES, writeReply } from './reply.ts';

export const HEADER_CAP_BYTES = 131_072;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 300_000;

export interface ListenerOptions {
  readonly writer: Pick<Writer, 'capture'>;
  readonly endpoints: EndpointDirectory;
  readonly counters: Counters;
  readonly bodyCapBytes: () => number;
  readonly now: () => number;
  readonly logError: (message: string, error: unknown) => void;
  /** Answers requests that are not deliveries (the tunnel's own probe); null: it is a delivery or unknown. */
  readonly intercept?: (target: string) => PreparedReply | null;
}

/**
 * The capture listener: any method, target, content type and body is taken, stored, and answered after the commit.
 * Fastify's router, parsers and method list never see a request: each is taken over in the first hook (design.md, 3.1).
 * Unknown paths get one constant 404 and are counted, not kept. No request can make it throw or stop.
 */
export function createListener(options: ListenerOptions): FastifyInstance {
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
    clientErrorHandler: (error, socket) => takeMalformed(options, error as unknown as ClientError, socket),
  });
  for (const method of METHODS) app.addHttpMethod(method, { hasBody: true, overrideExisting: true });
  app.addHook('onRequest', (request, reply, _done) => {
    reply.hijack();
    takeRequest(options, request.originalUrl, request.raw, reply.raw);
  });
  app.all('/', () => undefined);
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
    const own = options.intercept?.(target) ?? null;
    if (own === null) options.counters.unknownPaths++;
    refuse(request, response, own ?? REPLIES.unknown);
  } else if (endpoint.paused) {
    refuse(request, response, REPLIES.paused);
  } else {
    const at = options.now();
    readBody(request, options.bodyCapBytes(), (body) => keep(options, endpoint, target, at, request, response, body));
  }
}

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
  const challenge = body.end === 'complete' ? answerChallenge(options, endpoint, target, request, body.bytes) : null;
  const reply = body.end === 'too-large' ? REPLIES.tooLarge : (challenge?.reply ?? endpoint.reply);
  const row = {
    endpointId: endpoint.id,
    at,
    status: body.end === 'aborted' ? null : reply.status,
    head: encodeHead(request.method as string, target, request.httpVersion, request.rawHeaders),
    body: body.bytes,
    meta: metaOf(request, body, challenge?.sentence),
  };
  options.writer.capture(row, (error) => {
    if (error !== null) {
      options.counters.storeFailures++;
      options.logError('A delivery could not be stored.', error);
      writeReply(response, REPLIES.notStored);
      return;
    }
    options.counters.captured++;
    if (body.end === 'too-large') response.once('finish', () => request.socket.destroySoon());
    if (reply.delayMs > 0) setTimeout(writeReply, reply.delayMs, response, reply);
    else writeReply(response, reply);
  });
}

/** A provider's rules never stop a capture: one that fails is logged, and the canned reply is sent. */
function answerChallenge(
  options: ListenerOptions,
  endpoint: LiveEndpoint,
  target: string,
  request: IncomingMessage,
  body: Buffer,
): ChallengeReply | null {
  if (endpoint.challenge === undefined) return null;
  try {
    return endpoint.challenge({ method: request.method as string, target, rawHeaders: request.rawHeaders }, body);
  } catch (error) {
    options.logError('A set-up request could not be answered.', error);
    return null;
  }
}

function metaOf(request: IncomingMessage, body: ReadBody, challenge: string | undefined): string | null {
  const remote = request.socket.remoteAddress;
  const whole = body.end === 'complete';
  if (whole && remote === '127.0.0.1' && request.rawTrailers.length === 0 && challenge === undefined) return null;
  const declared = request.headers['content-length'];
  const meta: Meta = {
    ...(remote === undefined || remote === '127.0.0.1' ? {} : { remote }),
    ...(request.rawTrailers.length === 0 ? {} : { trailers: pairs(request.rawTrailers) }),
    ...(body.end === 'aborted' ? { aborted: true } : {}),
    ...(body.end === 'too-large' ? { truncated: true } : {}),
    ...(challenge === undefined ? {} : { challenge }),
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
