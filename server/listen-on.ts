import { createServer, type Server } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { Problem } from './contract/problem.ts';

/** Free ports that are tried where the same port is wanted on two addresses. */
const TRIES = 20;

/** The port a listener has, or null before it listens. */
export function portOf(app: FastifyInstance): number | null {
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : null;
}

/**
 * Listen on 127.0.0.1. A port that was asked for must be free, else Problem `port-in-use`; the default one gives way to any
 * free one.
 */
export async function listenOn(
  app: FastifyInstance,
  asked: number | null,
  byDefault: number,
  flag: string,
): Promise<void> {
  if (await listens(app, asked ?? byDefault)) return;
  if (asked !== null || !(await listens(app, 0))) throw new Problem('port-in-use', `${flag} ${asked ?? byDefault}`);
}

/**
 * The same on every address that `localhost` has: 127.0.0.1 and, where there is IPv6, ::1 with the same port, because a tunnel's
 * client connects to that name and takes whichever comes first. A port that is taken on either of them counts as taken.
 */
export async function listenOnLocalhost(
  app: FastifyInstance,
  asked: number | null,
  byDefault: number,
  flag: string,
): Promise<void> {
  let six: Server | null = null;
  app.addHook('preClose', async () => void six?.close());
  await app.ready();
  const listensOnBoth = async (port: number): Promise<boolean> => {
    const taken = await listenOnSix(app, port);
    if (taken === 'busy') return false;
    six = taken === 'absent' ? null : taken;
    if (await listens(app, six === null ? port : sixPort(six))) return true;
    six?.close();
    six = null;
    return false;
  };
  if (await listensOnBoth(asked ?? byDefault)) return;
  const isFixed = asked !== null && asked !== 0;
  for (let tries = 0; tries < TRIES && !isFixed; tries++) if (await listensOnBoth(0)) return;
  throw new Problem('port-in-use', `${flag} ${asked ?? byDefault}`);
}

async function listens(app: FastifyInstance, port: number): Promise<boolean> {
  try {
    await app.listen({ host: '127.0.0.1', port });
    return true;
  } catch (error) {
    if (!isTaken(error)) throw error;
    return false;
  }
}

/**
 * A door on ::1 to the same server: its connections are handed to it (Node, "http.Server: Event 'connection'"), so that limits,
 * time-outs and the end of the server are the same for both.
 */
function listenOnSix(app: FastifyInstance, port: number): Promise<Server | 'busy' | 'absent'> {
  const door = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    app.server.emit('connection', socket);
  });
  return new Promise((resolve) => {
    door.once('error', (error) => resolve(isTaken(error) ? 'busy' : 'absent'));
    door.listen({ host: '::1', port, ipv6Only: true }, () => resolve(door));
  });
}

function sixPort(door: Server): number {
  const address = door.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const isTaken = (error: unknown): boolean =>
  ['EADDRINUSE', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '');
