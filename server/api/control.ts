import type { IncomingMessage } from 'node:http';
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from 'fastify';
import type { TSchema } from 'typebox';
import { Problem } from '../contract/problem.ts';
import { ROUTES, type Route, type RouteName } from '../contract/routes.ts';
import { acceptedCoding } from './accept-encoding.ts';
import type { Asset, Assets } from './assets.ts';
import { answerUnread } from './bare-answer.ts';
import { type Caller, NO_SESSION } from './caller.ts';
import { type Check, compileCheck } from './compile-check.ts';
import { openEventStream } from './event-stream.ts';
import type { GateOptions } from './gate.ts';
import { createGatedServer } from './gated-server.ts';
import type { Bytes, Handlers, TextStream } from './handlers.ts';

export interface ControlOptions {
  readonly handlers: Handlers;
  readonly gate: Omit<GateOptions, 'isAsset'>;
  readonly assets: Assets;
  /** How many connections may be open at once: everybody on this machine can open one. */
  readonly mostConnections: number;
  readonly logError: (message: string, error: unknown) => void;
}

/** Edited bodies travel as base64 in JSON: 50 MiB and a third more. */
const BODY_LIMIT_BYTES = 104_857_600;
/** A one-time code and what is around it: the one body that is read without a token. */
const OPEN_BODY_LIMIT_BYTES = 1_024;

/**
 * In the place of Fastify's own, which are loaded where there are no others. A check is compiled when its route is first called.
 * Their types are those of the packages that they replace.
 */
const COMPILERS = {
  buildValidator: () => compileLazily,
  buildSerializer: () => () => (data: unknown) => JSON.stringify(data),
} as unknown as NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>;

/** The control side: the gate, then the routes of the contract, then the files of the user interface. */
export function createControl({ handlers, gate, assets, mostConnections, logError }: ControlOptions): FastifyInstance {
  const callers = new WeakMap<IncomingMessage, Caller>();
  const gateOptions: GateOptions = { ...gate, isAsset: (path) => assets.has(path) };
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    schemaController: { compilersFactory: COMPILERS },
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    clientErrorHandler: answerUnread,
    // The router's own: a parameter that is too long for any id.
    frameworkErrors: (_error, _request, reply) => answerError(new Problem('not-found'), reply, logError),
    serverFactory: (handle) =>
      createGatedServer(gateOptions, (request, caller) => callers.set(request, caller), handle),
  });
  app.server.maxConnections = mostConnections;
  app.setErrorHandler((error: Error & { statusCode?: number; validation?: unknown }, _request, reply) =>
    answerError(error, reply, logError),
  );
  app.setNotFoundHandler((_request, reply) => answerError(new Problem('not-found'), reply, logError));
  for (const name of Object.keys(ROUTES) as RouteName[])
    addRoute(app, name, handlers, (request) => callers.get(request) ?? NO_SESSION);
  for (const [path, asset] of assets) {
    app.route({ method: ['GET', 'HEAD'], url: path, handler: (request, reply) => sendAsset(asset, request, reply) });
  }
  return app;
}

function addRoute(
  app: FastifyInstance,
  name: RouteName,
  handlers: Handlers,
  callerOf: (request: IncomingMessage) => Caller,
): void {
  const route: Route = ROUTES[name];
  const handler = handlers[name] as (input: unknown, caller: Caller) => unknown;
  app.route({
    method: route.method,
    url: route.path,
    ...(route.open === true ? { bodyLimit: OPEN_BODY_LIMIT_BYTES } : {}),
    schema: {
      ...(route.params === undefined ? {} : { params: route.params }),
      ...(route.query === undefined ? {} : { querystring: route.query }),
      ...(route.body === undefined ? {} : { body: route.body }),
    },
    handler: async (request: FastifyRequest, reply) => {
      const caller = callerOf(request.raw);
      const result = await handler({ params: request.params, query: request.query, body: request.body }, caller);
      if (route.bytes === 'text/event-stream') return stream(result as TextStream, caller, reply);
      if (route.bytes !== undefined) return sendBytes(result as Bytes, route.bytes, reply);
      return route.response === null ? reply.code(204).send() : reply.send(result);
    },
  });
}

function compileLazily({ schema, httpPart }: { readonly schema: TSchema; readonly httpPart?: string }): Check {
  let check: Check | null = null;
  return (data) => {
    check ??= compileCheck(schema, httpPart !== 'body');
    return check(data);
  };
}

function sendBytes({ bytes, name, end }: Bytes, type: string, reply: FastifyReply) {
  const safeName = name?.replace(/[^\w.-]/g, '_');
  if (safeName !== undefined) reply.header('Content-Disposition', `attachment; filename="${safeName}"`);
  if (end !== undefined) reply.header('Hookglass-End', end);
  return reply.type(type).send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

async function stream({ run }: TextStream, caller: Caller, reply: FastifyReply): Promise<void> {
  reply.hijack();
  const events = openEventStream(reply.raw, caller);
  try {
    await events.write(': open\n\n');
    await run(events.write, events.signal);
  } finally {
    events.end();
  }
}

/** A file of the page, in the smallest form that the browser takes (RFC 9110, 12.5.3). */
function sendAsset({ type, immutable, forms }: Asset, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const coding = acceptedCoding(request.headers['accept-encoding'], Object.keys(forms));
  if (Object.keys(forms).length > 1) reply.header('Vary', 'Accept-Encoding');
  const bytes = coding === null ? undefined : forms[coding];
  if (bytes === undefined) throw new Problem('no-encoding');
  if (immutable) reply.header('Cache-Control', 'public, max-age=31536000, immutable');
  if (coding !== 'identity') reply.header('Content-Encoding', coding);
  reply.type(type).header('Content-Length', bytes.length);
  return request.method === 'HEAD' ? reply.send() : reply.send(bytes);
}

function answerError(
  error: Error & { statusCode?: number; validation?: unknown },
  reply: FastifyReply,
  logError: ControlOptions['logError'],
): FastifyReply {
  const problem = toProblem(error);
  if (problem.code === 'unexpected') logError('A control request failed.', error);
  return reply.code(problem.status).send(problem.toBody());
}

function toProblem(error: Error & { statusCode?: number }): Problem {
  if (error instanceof Problem) return error;
  if (error.cause instanceof Problem) return error.cause;
  if (error.statusCode === 413) return new Problem('too-large');
  if (error.statusCode !== undefined && error.statusCode < 500) return new Problem('bad-request', error.message);
  return new Problem('unexpected');
}
