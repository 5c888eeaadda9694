import type { FastifyInstance } from 'fastify';

export interface Routed {
  readonly method: string;
  readonly path: string;
}

/** Every method and path that a router answers, read from the tree that it prints of itself. */
export function routerList(app: FastifyInstance): readonly Routed[] {
  const prefixes: string[] = [];
  return app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const found = /^((?:│ {3}| {4})*)[├└]── (.*?) \(([A-Z, ]+)\)$/.exec(line);
      const bare = found ?? /^((?:│ {3}| {4})*)[├└]── (.*)$/.exec(line);
      if (bare === null) return [];
      const depth = (bare[1] as string).length / 4;
      const path = `${depth === 0 ? '' : prefixes[depth - 1]}${bare[2]}`;
      prefixes[depth] = path;
      return found === null ? [] : (found[3] as string).split(', ').map((method) => ({ method, path }));
    });
}
