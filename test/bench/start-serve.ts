import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { jsonBody } from './figures.ts';
import type { Installed } from './installed.ts';
import { processSeconds } from './process-seconds.ts';

const DELIVERIES = 50;
const ASK_AGAIN_MS = 4;

/** An installation whose data folder holds deliveries of one endpoint. */
export interface Served {
  readonly installed: Installed;
  readonly slug: string;
  /** For Node: the server of it, at this port. */
  words(port: number): readonly string[];
}

/** Serve once and keep some deliveries. */
export async function seed(installed: Installed): Promise<Served> {
  const { command, dataDir, env } = installed;
  const words = (port: number): readonly string[] => [
    ...[command, 'serve', '--no-open', '--json', '--data', dataDir],
    ...['--port', String(port), '--ui-port', '0'],
  ];
  const child = spawn(process.execPath, words(0), { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  if (line.done === true) throw new Error('The server ended before it was ready.');
  const { captureUrl } = JSON.parse(line.value) as { captureUrl: string };
  for (let at = 0; at < DELIVERIES; at++) await post(captureUrl);
  await end(child);
  return { installed, slug: new URL(captureUrl).pathname.slice('/e/'.length), words };
}

/** Start a server, send it a delivery until it takes one, and end it. Times in milliseconds, from its start to the first taken. */
export async function serveOnce(words: readonly string[], env: NodeJS.ProcessEnv, url: string) {
  const from = performance.now();
  const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  while (!(await isTaken(url))) {
    if (child.exitCode !== null) throw new Error(`${words.join(' ')} ended with ${child.exitCode}.`);
    await wait(ASK_AGAIN_MS);
  }
  const wallMs = performance.now() - from;
  const processorMs = processSeconds(child.pid ?? 0) * 1_000;
  await end(child);
  return { wallMs, processorMs };
}

/** False while nobody listens. Throws where a delivery is refused. */
async function isTaken(url: string): Promise<boolean> {
  try {
    await post(url);
    return true;
  } catch (error) {
    if ((error as { cause?: { code?: string } }).cause?.code === 'ECONNREFUSED') return false;
    throw error;
  }
}

async function post(url: string): Promise<void> {
  const body = jsonBody(1_024);
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`);
}

async function end(child: ReturnType<typeof spawn>): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

/** A port that was free just now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
