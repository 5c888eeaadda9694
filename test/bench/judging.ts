import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { makeSlug } from '../../server/capture/make-slug.ts';
import { DEFAULT_REPLY } from '../../server/contract/default-reply.ts';
import type { Status } from '../../server/contract/status.ts';
import { encodeHead } from '../../server/describe/head.ts';
import type { ServerFile } from '../../server/server-file.ts';
import { openStore } from '../../server/store/store.ts';
import { columns, jsonBody, median, quantile } from './figures.ts';
import { pacedLoad } from './paced-load.ts';

const SECRET = 'the-secret-of-the-bench';
const BODY_BYTES = 2_048;
const CHUNK = 2_000;
/** Judging again may make capture's p99 this many times its idle value. */
export const MOST_P99 = 1.5;

export interface JudgingBenchOptions {
  readonly rows: number;
  readonly rounds: number;
  readonly seconds: number;
  /** Captures a second, below the rate at which background work steps back altogether. */
  readonly capturesPerSecond: number;
}

/** Times in milliseconds. `p99Ratio` is the median over the rounds, each of an idle stretch and one while judging. */
export interface JudgingFigures {
  readonly rows: number;
  readonly rowsPerSecond: number;
  readonly hmacPerSecond: number;
  readonly idleP99Ms: number;
  readonly judgingP99Ms: number;
  readonly p99Ratio: number;
  /** Rows judged a second while captures arrived. */
  readonly underLoadPerSecond: number;
}

/**
 * Keep signed deliveries of 2 KB, start a server on them, and measure what adding a secret costs: how fast they are judged
 * again, and what it does to captures that arrive meanwhile. Idle and judging stretches alternate in one
 * run, in ABBA order.
 */
export async function benchJudging(
  options: JudgingBenchOptions,
  tell: (line: string) => void,
): Promise<JudgingFigures> {
  const dataDir = mkdtempSync(join(tmpdir(), 'hookglass-judging-'));
  try {
    tell(`Keeping ${options.rows} deliveries …`);
    const endpoint = await seed(dataDir, options.rows);
    const server = await serve(dataDir);
    try {
      return await measure(server, endpoint, options, tell);
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

interface Seeded {
  readonly id: number;
  readonly slug: string;
}

const signature = (body: Uint8Array): string => `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;
const lines = (body: Uint8Array): readonly string[] => [
  'Host',
  'localhost',
  'Content-Type',
  'application/json',
  'X-GitHub-Event',
  'push',
  'X-Hub-Signature-256',
  signature(body),
  'Content-Length',
  String(body.length),
];

/** Deliveries through the writer of a store of this process, described and in the text index before it is closed. */
async function seed(dataDir: string, rows: number): Promise<Seeded> {
  const store = await openStore({ dataDir, keyBase64: null, log: () => undefined });
  const slug = makeSlug();
  const id = await store.writer.write(() =>
    store.endpoints.insert({
      slug,
      name: 'Bench',
      provider: 'github',
      paused: false,
      reply: DEFAULT_REPLY,
      forwardTo: null,
      createdAt: Date.now(),
    }),
  );
  for (let from = 0; from < rows; from += CHUNK) {
    const batch = Array.from({ length: Math.min(CHUNK, rows - from) }, (_, at) => {
      const body = Buffer.from(jsonBody(BODY_BYTES - 12).replace('{', `{"n":${String(from + at).padStart(6, '0')},`));
      const head = encodeHead('POST', `/e/${slug}`, '1.1', lines(body));
      const row = { endpointId: id, at: Date.now(), status: 200, head, body, meta: null };
      return new Promise<void>((resolve, reject) =>
        store.writer.capture(row, (error) => (error === null ? resolve() : reject(error))),
      );
    });
    await Promise.all(batch);
  }
  await store.reader.call('settled', null);
  await store.close();
  return { id, slug };
}

interface Served {
  readonly captureBase: string;
  api<T>(method: string, path: string, body?: object): Promise<T>;
  stop(): Promise<void>;
}

async function serve(dataDir: string): Promise<Served> {
  const command = fileURLToPath(new URL('../../bin/hookglass.mjs', import.meta.url));
  const words = ['serve', '--port', '0', '--ui-port', '0', '--no-open', '--json', '--data', dataDir];
  const child = spawn(process.execPath, [command, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = (code: number | null, signal: string | null): never => {
    throw new Error(`The server ended by itself (${signal ?? code}).`);
  };
  child.once('exit', ended);
  await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  const { apiUrl, captureUrl, token } = JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8')) as ServerFile;
  const { origin } = new URL(apiUrl);
  return {
    captureBase: new URL(captureUrl).origin,
    async api<T>(method: string, path: string, body?: object): Promise<T> {
      const headers = { authorization: `Bearer ${token}`, origin, 'content-type': 'application/json' };
      const answer = await fetch(`${origin}/api/${path}`, {
        method,
        headers,
        ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return (text === '' ? undefined : JSON.parse(text)) as T;
    },
    async stop() {
      child.off('exit', ended);
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

async function measure(
  { api, captureBase }: Served,
  { id, slug }: Seeded,
  { rows, rounds, seconds, capturesPerSecond }: JudgingBenchOptions,
  tell: (line: string) => void,
): Promise<JudgingFigures> {
  const body = Buffer.from(jsonBody(BODY_BYTES));
  const capture = async (): Promise<number> => {
    const url = `${captureBase}/e/${slug}`;
    const times = await pacedLoad({ url, headers: lines(body), body, perSecond: capturesPerSecond, seconds });
    return quantile(times, 0.99);
  };
  const judging = async (): Promise<number> => (await api<Status>('GET', 'status')).judging[0]?.done ?? -1;
  const quiet = async (): Promise<void> => {
    for (;;) {
      const status = await api<Status>('GET', 'status');
      if (status.judging.length === 0 && status.pendingSearch === 0 && status.pendingDescriptions === 0) return;
      await wait(100);
    }
  };
  const addSecret = async () =>
    (await api<{ id: number }>('POST', `endpoints/${id}/secrets`, { name: 'bench', value: SECRET })).id;
  const takeAway = async (secret: number): Promise<void> => {
    await api('DELETE', `secrets/${secret}`);
    await quiet();
  };

  const rates: number[] = [];
  const rounded: { readonly idle: number; readonly busy: number; readonly underLoad: number }[] = [];
  await quiet();
  await capture();
  for (let round = 0; round < rounds; round++) {
    await quiet();
    const start = performance.now();
    const alone = await addSecret();
    await quiet();
    rates.push((rows / (performance.now() - start)) * 1_000);
    await takeAway(alone);

    const before = round % 2 === 0 ? await capture() : null;
    await quiet();
    const from = performance.now();
    const secret = await addSecret();
    const busy = await capture();
    const done = await judging();
    const underLoad = ((done < 0 ? rows : done) / (performance.now() - from)) * 1_000;
    await api('POST', `endpoints/${id}/judge/cancel`);
    await takeAway(secret);
    const idle = before ?? (await capture());
    rounded.push({ idle, busy, underLoad });
    tell(
      `round ${round + 1}: ${Math.round(rates.at(-1) ?? 0)} rows/s alone; capture p99 ${idle.toFixed(1)} ms idle, ${busy.toFixed(1)} ms while judging ${done < 0 ? `(over before its end)` : `${done} rows`}`,
    );
  }
  return {
    rows,
    rowsPerSecond: median(rates),
    hmacPerSecond: bareHmac(body),
    idleP99Ms: median(rounded.map(({ idle }) => idle)),
    judgingP99Ms: median(rounded.map(({ busy }) => busy)),
    p99Ratio: median(rounded.map(({ idle, busy }) => busy / idle)),
    underLoadPerSecond: median(rounded.map(({ underLoad }) => underLoad)),
  };
}

/** What `crypto.createHmac` alone does with bodies of the same size, in this process. */
function bareHmac(body: Uint8Array): number {
  let count = 0;
  const start = performance.now();
  while (performance.now() - start < 1_000) {
    for (let at = 0; at < 500; at++) signature(body);
    count += 500;
  }
  return (count / (performance.now() - start)) * 1_000;
}

/** The figures as a table. */
export function judgingTable(figures: JudgingFigures): string {
  const whole = (value: number): string => Math.round(value).toLocaleString('en');
  return columns([
    [`judging ${whole(figures.rows)} deliveries of 2 KB again`, ''],
    ['rows a second, nothing else to do', whole(figures.rowsPerSecond)],
    ['rows a second, while captures arrive', whole(figures.underLoadPerSecond)],
    ['bare crypto.createHmac of 2 KB a second', whole(figures.hmacPerSecond)],
    ['capture p99, idle (ms)', figures.idleP99Ms.toFixed(2)],
    ['capture p99, while judging (ms)', figures.judgingP99Ms.toFixed(2)],
    ['p99 ratio', figures.p99Ratio.toFixed(2)],
  ]);
}

/** What falls short of the aims, one sentence each. */
export function judgingShortfalls({ p99Ratio }: JudgingFigures): string[] {
  return p99Ratio <= MOST_P99
    ? []
    : [`Judging again makes capture's p99 ${p99Ratio.toFixed(2)} times its idle value; at most ${MOST_P99} is wanted.`];
}

if (import.meta.main) {
  const [rows = '100000', rounds = '3', seconds = '4'] = process.argv.slice(2);
  const options = { rows: Number(rows), rounds: Number(rounds), seconds: Number(seconds), capturesPerSecond: 300 };
  const figures = await benchJudging(options, (line) => console.error(line));
  console.log(judgingTable(figures));
  for (const sentence of judgingShortfalls(figures)) console.error(sentence);
}
