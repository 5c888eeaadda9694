import type { ReadingName } from '../api/reading/readers.ts';
import { ADDRESSES, type Address, addressOf } from '../contract/addresses.ts';
import { PROBLEMS, Problem, type ProblemBody, type ProblemCode } from '../contract/problem.ts';
import type { RouteInput, RouteName, RouteOutput } from '../contract/routes.ts';
import type { FolderReader } from '../read-folder.ts';
import { readServerFile, type ServerFile } from '../server-file.ts';
import { holdsData } from '../truth/data-folder.ts';

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

interface Input {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** What every route takes in a path or a query; whether longer texts fit, its schema tells. */
const ALWAYS_FITS = 4_000;

/**
 * Find the running server of `dataDir`, or stand ready to read its files. `server.json` may be left by a server that died, while
 * its process id and its port are somebody else's by now: then reading goes to the files as well, and their lock decides.
 */
export function openApiClient(dataDir: string): ApiClient {
  let server = readServerFile(dataDir);
  let folder: FolderReader | null = null;

  const fromFolder = async (name: ReadingName, input: Input): Promise<Answer> => {
    // Reading makes nothing: a folder that is not there, or holds no data, stays so.
    if (folder === null && !holdsData(dataDir)) throw new Problem('no-data', dataDir);
    // Loaded here alone: a command that asks a running server does not need the server's own code.
    folder ??= (await import('../read-folder.ts')).createFolderReader(dataDir);
    return { status: 200, bytes: await folder.answer(name, input) };
  };
  const ask = async (name: RouteName, input: Input): Promise<Answer> => {
    const { method, path, reads = false }: Address = ADDRESSES[name];
    if (server === null && !reads) throw new Problem('no-server');
    await check(name, input, server === null);
    if (server === null) return fromFolder(name as ReadingName, input);
    const body = method === 'GET' ? undefined : (input.body ?? {});
    const answer = await overHttp(server, method, addressOf(path, input.params, input.query), body).catch(
      (error: unknown) => {
        if (!reads) throw error;
        return null;
      },
    );
    if (answer !== null && isOurs(answer)) return answer;
    if (!reads) throw new Problem('no-server', `another program answers at ${new URL(server.apiUrl).origin}`);
    server = null;
    return fromFolder(name as ReadingName, input);
  };
  const request = async (name: RouteName, input: Input): Promise<Answer> => {
    const answer = await ask(name, input);
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
    close: async () => folder?.close(),
  };
}

/** Refuse here what the server would: it takes no head that is long, and a folder checks nothing. */
async function check(name: RouteName, input: Input, isFolder: boolean): Promise<void> {
  const texts = [...Object.values(input.params ?? {}), ...Object.values(input.query ?? {})];
  const isLong = texts.some((text) => typeof text === 'string' && text.length > ALWAYS_FITS);
  if (!isLong && !(isFolder && input.body !== undefined)) return;
  const { checkInput } = await import('../api/check-input.ts');
  checkInput(name, isFolder ? input : { ...input, body: undefined });
}

async function overHttp(server: ServerFile, method: string, path: string, body: unknown): Promise<Answer> {
  const origin = new URL(server.apiUrl).origin;
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
