import type { ReadingName } from '../api/reading/readers.ts';
import { answerOf, answerWithProblem, problemIn } from '../client/answer.ts';
import type { ApiAnswer, ApiRequest, Carry } from '../client/carry.ts';
import { carryByFetch } from '../client/carry-by-fetch.ts';
import { type Client, createClient } from '../client/client.ts';
import { readBytes } from '../client/read-bytes.ts';
import { ADDRESSES, type Address } from '../contract/addresses.ts';
import { PROBLEMS, Problem, type ProblemCode } from '../contract/problem.ts';
import type { FolderReader } from '../read-folder.ts';
import { readServerFile, type ServerFile } from '../server-file.ts';
import { holdsData } from '../truth/data-folder.ts';

/** The control API as the command line calls it: the running server's, or for reading alone the data folder itself. Throws Problems. */
export interface ApiClient extends Client {
  readonly server: ServerFile | null;
  close(): Promise<void>;
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

  const fromFolder: Carry = async ({ name, input }) => {
    // Reading makes nothing: a folder that is not there, or holds no data, stays so.
    if (folder === null && !holdsData(dataDir)) throw new Problem('no-data', dataDir);
    // Loaded here alone: a command that asks a running server does not need the server's own code.
    folder ??= (await import('../read-folder.ts')).createFolderReader(dataDir);
    return answerOf(200, new Uint8Array(await folder.answer(name as ReadingName, input)));
  };
  const carry: Carry = async (request) => {
    const { reads = false }: Address = ADDRESSES[request.name];
    if (server === null && !reads) throw new Problem('no-server');
    await check(request, server === null);
    if (server === null) return fromFolder(request);
    const answer = await overHttp(server, request).catch((error: unknown) => {
      if (!reads) throw error;
      return null;
    });
    if (answer !== null && isOurs(answer)) return answerOf(answer.status, answer.bytes);
    if (!reads) throw new Problem('no-server', `another program answers at ${new URL(server.apiUrl).origin}`);
    server = null;
    return fromFolder(request);
  };
  const client = createClient({
    carry: (request) => carry(request).catch(answerOrThrow),
    errorOf: ({ code, detail, sentence }) =>
      Object.hasOwn(PROBLEMS, code) ? new Problem(code as ProblemCode, detail) : new Error(sentence),
  });
  return {
    ...client,
    get server() {
      return server;
    },
    close: async () => folder?.close(),
  };
}

/** A Problem of this side is answered like the server's own; what is unexpected keeps its cause. */
function answerOrThrow(error: unknown): ApiAnswer {
  if (error instanceof Problem && error.cause === undefined) return answerWithProblem(error.status, error.toBody());
  throw error;
}

/** Refuse here what the server would: it takes no head that is long, and a folder checks nothing. */
async function check({ name, input }: ApiRequest, isFolder: boolean): Promise<void> {
  const texts = [...Object.values(input.params ?? {}), ...Object.values(input.query ?? {})];
  const isLong = texts.some((text) => typeof text === 'string' && text.length > ALWAYS_FITS);
  if (!isLong && !(isFolder && input.body !== undefined)) return;
  const { checkInput } = await import('../api/check-input.ts');
  checkInput(name, isFolder ? input : { ...input, body: undefined });
}

interface Whole {
  readonly status: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Throws where the answer did not come whole. */
async function overHttp({ apiUrl, token }: ServerFile, request: ApiRequest): Promise<Whole> {
  const { origin } = new URL(apiUrl);
  const unreachable = new Problem('no-server', `the one at ${origin} does not answer`);
  const answer = await carryByFetch({ origin, token, fetch, unreachable: unreachable.toBody() })(request);
  if (answer.status === 0) throw unreachable;
  return { status: answer.status, bytes: await readBytes(answer) };
}

/** Whether the server of this data folder answered: it knows the token, and its refusals are Problems. */
function isOurs({ status, bytes }: Whole): boolean {
  return status !== 401 && (status < 400 || problemIn(bytes) !== null);
}
