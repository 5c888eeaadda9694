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
 * Listen on 127.0.0.1. A port that was asked for must be free, else Problem `port-in-use` or `port-refused`; the default one gives way to any
 * free one.
 */
export async function listenOn(
  app: FastifyInstance,
  asked: number | null,
  byDefault: number,
  flag: string,
): Promise<void> {
  const refused = await listens(app, asked ?? byDefault);
  if (refused === null || (asked === null && (await listens(app, 0)) === null)) return;
  throw new Problem(refused, `${flag} ${asked ?? byDefault}`);
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
  const listensOnBoth = async (port: number): Promise<Refused | null> => {
    const door = await listenOnSix(app, port);
    if (door === 'port-in-use' || door === 'port-refused') return door;
    six = door;
    const refused = await listens(app, six === null ? port : sixPort(six));
    if (refused === null) return null;
    six?.close();
    six = null;
    return refused;
  };
  const refused = await listensOnBoth(asked ?? byDefault);
  if (refused === null) return;
  const isFixed = asked !== null && asked !== 0;
  for (let tries = 0; tries < TRIES && !isFixed; tries++) if ((await listensOnBoth(0)) === null) return;
  throw new Problem(refused, `${flag} ${asked ?? byDefault}`);
}

type Refused = 'port-in-use' | 'port-refused';

/** Listen on 127.0.0.1; resolves to why the port cannot be had, or null. */
async function listens(app: FastifyInstance, port: number): Promise<Refused | null> {
  try {
    await app.listen({ host: '127.0.0.1', port });
    return null;
  } catch (error) {
    const refused = refusedBy(error);
    if (refused === null) throw error;
    return refused;
  }
}

/**
 * A door on ::1 to the same server: its connections are handed to it (Node, "http.Server: Event 'connection'"), so that limits,
 * time-outs and the end of the server are the same for both.
 */
function listenOnSix(app: FastifyInstance, port: number): Promise<Server | Refused | null> {
  const door = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    app.server.emit('connection', socket);
  });
  return new Promise((resolve) => {
    door.once('error', (error) => resolve(refusedBy(error)));
    door.listen({ host: '::1', port, ipv6Only: true }, () => resolve(door));
  });
}

function sixPort(door: Server): number {
  const address = door.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A port that another program has, and one that the system keeps for others: below 1024, or in a range set aside on Windows. */
function refusedBy(error: unknown): Refused | null {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EADDRINUSE' ? 'port-in-use' : code === 'EACCES' ? 'port-refused' : null;
}
