import type { FastifyInstance } from 'fastify';
import { Problem } from './contract/problem.ts';

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
  try {
    await app.listen({ host: '127.0.0.1', port: asked ?? byDefault });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    if (asked !== null) throw new Problem('port-in-use', `${flag} ${asked}`);
    await app.listen({ host: '127.0.0.1', port: 0 });
  }
}
