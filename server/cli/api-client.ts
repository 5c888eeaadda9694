import type { assembleApp } from '../app.ts';
import { PROBLEMS, Problem, type ProblemBody, type ProblemCode } from '../contract/problem.ts';
import { ROUTES, type Route, type RouteInput, type RouteName, type RouteOutput } from '../contract/routes.ts';
import { rendererDir } from '../renderer-dir.ts';
import { readServerFile, type ServerFile } from '../server-file.ts';
import { holdsData } from '../store/data-folder.ts';

type Given<N extends RouteName> = {
  readonly [K in keyof RouteInput<N> as RouteInput<N>[K] extends undefined ? never : K]: RouteInput<N>[K];
};

/** The control API as the command line calls it: the running server's, or for reading alone the data folder itself. */
export interface ApiClient {
  readonly server: ServerFile | null;
  call<N extends RouteName>(name: N, input: Given<N>): Promise<RouteOutput<N>>;
  bytes<N extends RouteName>(name: N, input: Given<N>): Promise<Uint8Array>;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly bytes: Uint8Array;
}
type Carry = (method: string, path: string, body: unknown) => Promise<Answer>;

/**
 * Find the running server of `dataDir`, or stand ready to read its files. `server.json` may be left by a server that died, while
 * its process id and its port are somebody else's by now: then reading goes to the files as well, and their lock decides.
 */
export function openApiClient(dataDir: string): ApiClient {
  let server = readServerFile(dataDir);
  const local = openLocal(dataDir);
  const carry = async (reads: boolean, ...call: Parameters<Carry>): Promise<Answer> => {
    if (server === null) return local.carry(...call);
    const answer = await overHttp(server)(...call).catch((error: unknown) => {
      if (!reads) throw error;
      return null;
    });
    if (answer !== null && isOurs(answer)) return answer;
    const { origin } = new URL(server.apiUrl);
    if (!reads) throw new Problem('no-server', `another program answers at ${origin}`);
    server = null;
    return local.carry(...call);
  };
  const request = async (name: RouteName, input: object): Promise<Answer> => {
    const route: Route = ROUTES[name];
    if (server === null && route.reads !== true) throw new Problem('no-server');
    const {
      params = {},
      query = {},
      body,
    } = input as { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown };
    const path = route.path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(String(params[key])));
    const search = new URLSearchParams();
    for (const [key, value] of Object.entries(query)) if (value !== undefined) search.set(key, String(value));
    const answer = await carry(
      route.reads === true,
      route.method,
      search.size === 0 ? path : `${path}?${search}`,
      route.method === 'GET' ? undefined : (body ?? {}),
    );
    if (answer.status >= 400) throw toProblem(answer);
    return answer;
  };
  return {
    get server() {
      return server;
    },
    async call(name, input) {
      const { status, bytes } = await request(name, input);
      return (status === 204 ? undefined : JSON.parse(Buffer.from(bytes).toString('utf8'))) as RouteOutput<typeof name>;
    },
    bytes: async (name, input) => (await request(name, input)).bytes,
    close: local.close,
  };
}

function overHttp(server: ServerFile): Carry {
  const origin = new URL(server.apiUrl).origin;
  return async (method, path, body) => {
    const answer = await fetch(`${origin}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${server.token}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json', Origin: origin }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch(() => {
      throw new Problem('no-server', `the one at ${origin} does not answer`);
    });
    return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) };
  };
}

/** The same handlers without a port: the app is assembled on the data folder and asked in this process. */
function openLocal(dataDir: string): { carry: Carry; close(): Promise<void> } {
  let opened: ReturnType<typeof assembleApp> | null = null;
  // Loaded here alone: a command that asks a running server does not need the server's own code.
  const assemble = async (): ReturnType<typeof assembleApp> => {
    // Reading makes nothing: a folder that is not there, or holds no data, stays so.
    if (!holdsData(dataDir)) throw new Problem('no-data', dataDir);
    const app = await import('../app.ts');
    return app.assembleApp({ dataDir, capturePort: null, controlPort: null, keyBase64: null }, { rendererDir });
  };
  const open = (): ReturnType<typeof assembleApp> => {
    opened ??= assemble();
    return opened;
  };
  return {
    async carry(method, path, body) {
      const app = await open();
      const host = new URL(app.uiUrl()).host;
      const answer = await app.control.inject({
        method: method as 'GET',
        url: path,
        headers: {
          host,
          origin: `http://${host}`,
          authorization: `Bearer ${app.token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      });
      return { status: answer.statusCode, bytes: answer.rawPayload };
    },
    async close() {
      if (opened !== null) await (await opened).close();
    },
  };
}

/** Whether the server of this data folder answered: it knows the token, and its refusals are Problems. */
function isOurs({ status, bytes }: Answer): boolean {
  return status !== 401 && (status < 400 || problemIn(bytes) !== null);
}

function problemIn(bytes: Uint8Array): ProblemBody | null {
  try {
    const body = JSON.parse(Buffer.from(bytes).toString('utf8')) as Partial<ProblemBody> | null;
    return typeof body?.code === 'string' && typeof body.sentence === 'string' ? (body as ProblemBody) : null;
  } catch {
    return null;
  }
}

function toProblem({ status, bytes }: Answer): Error {
  const body = problemIn(bytes);
  if (body === null) return new Error(`the server answered ${status}`);
  return Object.hasOwn(PROBLEMS, body.code)
    ? new Problem(body.code as ProblemCode, body.detail)
    : new Error(body.sentence);
}
