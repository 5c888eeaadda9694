import { createServer } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import Value from 'typebox/value';
import { Problem } from '../contract/problem.ts';
import { ROUTES, type Route, type RouteName } from '../contract/routes.ts';
import type { Assets } from './assets.ts';
import { type GateOptions, passGate, refuseUpgrade } from './gate.ts';
import type { Bytes, Handlers, TextStream } from './handlers.ts';

export interface ControlOptions {
  readonly handlers: Handlers;
  readonly gate: GateOptions;
  readonly assets: Assets;
  readonly logError: (message: string, error: unknown) => void;
}

/** Edited bodies travel as base64 in JSON: 50 MiB and a third more. */
const BODY_LIMIT_BYTES = 104_857_600;
const HEARTBEAT_MS = 15_000;

/** The control side: the gate, then the routes of the contract, then the files of the user interface. */
export function createControl({ handlers, gate, assets, logError }: ControlOptions): FastifyInstance {
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: true,
    serverFactory: (handle) => {
      const server = createServer({ requireHostHeader: false }, (request, response) => {
        if (passGate(request, response, gate)) handle(request, response);
      });
      server.on('upgrade', (_request, socket) => refuseUpgrade(socket));
      return server;
    },
  });
  app.setValidatorCompiler(({ schema, httpPart }) => compileCheck(schema as TSchema, httpPart !== 'body'));
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.setErrorHandler((error: Error & { statusCode?: number; validation?: unknown }, _request, reply) =>
    answerError(error, reply, logError),
  );
  app.setNotFoundHandler((_request, reply) => answerError(new Problem('not-found'), reply, logError));
  for (const name of Object.keys(ROUTES) as RouteName[]) addRoute(app, name, handlers);
  for (const [path, asset] of assets) {
    app.get(path, (_request, reply) => {
      if (asset.immutable) reply.header('Cache-Control', 'public, max-age=31536000, immutable');
      return reply.type(asset.type).send(asset.bytes);
    });
  }
  return app;
}

function addRoute(app: FastifyInstance, name: RouteName, handlers: Handlers): void {
  const route: Route = ROUTES[name];
  const handler = handlers[name] as (input: unknown) => unknown;
  app.route({
    method: route.method,
    url: route.path,
    schema: {
      ...(route.params === undefined ? {} : { params: route.params }),
      ...(route.query === undefined ? {} : { querystring: route.query }),
      ...(route.body === undefined ? {} : { body: route.body }),
    },
    handler: async (request: FastifyRequest, reply) => {
      const result = await handler({ params: request.params, query: request.query, body: request.body });
      if (route.bytes === 'text/event-stream') return stream(result as TextStream, reply);
      if (route.bytes !== undefined) return sendBytes(result as Bytes, route.bytes, reply);
      return route.response === null ? reply.code(204).send() : reply.send(result);
    },
  });
}

/** Path and query come as text and are converted; a body is taken as it is. */
function compileCheck(schema: TSchema, converts: boolean) {
  const check = Compile(schema);
  return (data: unknown) => {
    const value = converts ? Value.Convert(schema, data) : data;
    if (check.Check(value)) return { value };
    const first = check.Errors(value)[0];
    const place = first?.instancePath.slice(1).replaceAll('/', '.') ?? '';
    return {
      error: new Problem('bad-request', `${place === '' ? '' : `${place} `}${first?.message ?? 'does not fit'}`),
    };
  };
}

function sendBytes({ bytes, name, end }: Bytes, type: string, reply: FastifyReply) {
  const safeName = name?.replace(/[^\w.-]/g, '_');
  if (safeName !== undefined) reply.header('Content-Disposition', `attachment; filename="${safeName}"`);
  if (end !== undefined) reply.header('Hookglass-End', end);
  return reply.type(type).send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

async function stream({ run }: TextStream, reply: FastifyReply): Promise<void> {
  reply.hijack();
  const response = reply.raw;
  const ended = new AbortController();
  response.on('close', () => ended.abort());
  response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
  const write = (text: string): Promise<void> =>
    new Promise((resolve) => {
      if (ended.signal.aborted || response.write(text)) return resolve();
      response.once('drain', resolve);
      ended.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  await write(': open\n\n');
  const heartbeat = setInterval(() => void write(': still here\n\n'), HEARTBEAT_MS);
  try {
    await run(write, ended.signal);
  } finally {
    clearInterval(heartbeat);
    response.end();
  }
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
