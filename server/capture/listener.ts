import { type IncomingMessage, METHODS, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { createRoom } from '../body/room.ts';
import { systemClock } from '../clock/system-clock.ts';
import type { Clock } from '../contract/clock.ts';
import { captureTarget } from '../tunnel/capture-target.ts';
import { boundConnections } from './bound-connections.ts';
import { takeBroken } from './broken.ts';
import { createIdleConnections, type IdleLimits } from './idle-connections.ts';
import type { ClientError } from './malformed.ts';
import { mostConnections } from './most-connections.ts';
import { createOwed } from './owed.ts';
import { createPace, type PaceLimits } from './pace.ts';
import { refuseTunnel } from './refuse-tunnel.ts';
import { createSilentConnections } from './silent-connections.ts';
import { HEADER_CAP_BYTES, MOST_LINES, noteWaiting, takeRequest } from './take.ts';
import type { Inbox } from './turn.ts';
import { createUnfinishedLimit } from './unfinished-limit.ts';

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 300_000;
/** At the end, senders whose requests are stored, or being stored, get their answers within this time. */
const ANSWERED_WITHIN_MS = 5_000;
/** What all bodies under way may hold together: so much, or the largest body twice where that is more. */
const ROOM_BYTES = 268_435_456;
/** What all connections may hold together of bytes that follow a request and are none. */
const SURPLUS_ROOM_BYTES = 16_777_216;
/** No route has a schema. Without these two Fastify loads its own compilers, a third of its code. */
const noCompiler = () => () => {
  throw new Error('The capture listener has no schemas.');
};

type Given = Omit<Inbox, 'amend' | 'room' | 'surplusRoom' | 'pace' | 'owed' | 'isUnfinishedKept'>;
export interface ListenerOptions extends Given, Partial<Pick<Inbox, 'amend'>> {
  /** Told in words of what concerns the whole listener. */
  readonly log?: (message: string) => void;
  /** Timers of what is answered late; the machine's otherwise. */
  readonly clock?: Pick<Clock, 'after'>;
  /** Other limits than usual. */
  readonly limits?: {
    readonly roomBytes?: number;
    readonly connections?: number;
    readonly unfinishedAMinute?: number;
    readonly pace?: PaceLimits;
    readonly idle?: IdleLimits;
    /** Monotonic milliseconds. */
    readonly clock?: () => number;
  };
}

/**
 * The capture listener: any method, target, content type and body is taken, stored, and answered after the commit.
 * Fastify's router, parsers and method list never see a request: each is taken over in the first hook (design.md, 3.1).
 * Unknown paths get one constant 404 and are counted, not kept. No request can make it throw or stop.
 */
export function createListener(options: ListenerOptions): FastifyInstance {
  const silent = createSilentConnections();
  const idle = createIdleConnections(options.limits?.idle, options.limits?.clock);
  const inbox = inboxOf(options);
  const app = Fastify({
    logger: false,
    exposeHeadRoutes: false,
    rewriteUrl: () => '/',
    schemaController: { compilersFactory: { buildValidator: noCompiler, buildSerializer: noCompiler } },
    forceCloseConnections: true,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: {
      maxHeaderSize: 2 * HEADER_CAP_BYTES,
      requireHostHeader: false,
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: 1_000,
    },
    clientErrorHandler: (thrown, socket) => {
      const error = thrown as unknown as ClientError;
      if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && silent.letBe(socket)) return;
      takeBroken(inbox, error, socket as Socket);
    },
  });
  for (const method of METHODS) app.addHttpMethod(method, { hasBody: true, overrideExisting: true });
  app.addHook('onRequest', (request, reply, _done) => {
    reply.hijack();
    takeRequest(inbox, request.originalUrl, request.raw, reply.raw);
  });
  app.all('/', () => undefined);
  // While answers are owed, the tunnel that they go through stays; Fastify answers what is new with 503.
  app.addHook('preClose', async () => {
    // What has come of a body is stored before its connection ends.
    inbox.pace.stop();
    await inbox.owed.settle(ANSWERED_WITHIN_MS);
  });
  const { passage } = options;
  if (passage !== undefined) {
    app.addHook('onListen', async () => passage.lead(captureTarget(app.server)));
    app.addHook('preClose', () => passage.close());
  }
  app.server.maxHeadersCount = 2 * MOST_LINES;
  app.server.on('checkExpectation', (request, response) => app.routing(request, response));
  app.server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    noteWaiting(request);
    app.routing(request, response);
  });
  boundConnections(app.server, mostOf(options), droppedIn(options));
  app.server.on('connection', idle.watch);
  app.addHook('onClose', async () => {
    idle.stop();
  });
  app.server.on('connect', (request: IncomingMessage, socket) => {
    options.counters.unknownPaths++;
    request.on('error', () => undefined);
    refuseTunnel(socket as Socket);
  });
  return app;
}

function inboxOf(options: ListenerOptions): Inbox {
  const { limits = {}, amend = () => undefined, bodyCapBytes } = options;
  return {
    ...options,
    amend,
    room: createRoom(() => limits.roomBytes ?? Math.max(ROOM_BYTES, 2 * bodyCapBytes())),
    surplusRoom: createRoom(() => SURPLUS_ROOM_BYTES),
    pace: createPace(limits.pace, limits.clock),
    owed: createOwed(options.clock ?? systemClock),
    isUnfinishedKept: createUnfinishedLimit(options.now, limits.unfinishedAMinute),
  };
}

const mostOf = ({ limits }: ListenerOptions): number => limits?.connections ?? mostConnections().capture;

/** What to do with connections over the most: the log says so, at most once a minute. */
function droppedIn(options: ListenerOptions): () => void {
  const { counters, now, log = () => undefined } = options;
  const most = mostOf(options);
  let toldAt = Number.NEGATIVE_INFINITY;
  return () => {
    counters.connectionsRefused++;
    if (now() - toldAt < 60_000) return;
    toldAt = now();
    log(`More than ${most} connections to the capture port are open; new ones are closed unread.`);
  };
}
