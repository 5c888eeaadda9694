import { createHash } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** Deliveries sent so far; of the acknowledged ones the SHA-256 of the body, by their number. */
export interface LoadRun {
  readonly acknowledged: ReadonlyMap<number, string>;
  readonly sent: number;
  /** Resolves when `count` more were acknowledged. */
  acknowledgedMore(count: number): Promise<void>;
  /** Send no more, and wait for what is under way to be answered or cut. */
  stop(): Promise<void>;
}

/** Number first, and bytes that no text has: a body that was cut or changed has another SHA-256. */
export function numberedBody(number: number): Buffer {
  const filler = Buffer.alloc(500 + (number % 7) * 700, createHash('sha256').update(String(number)).digest());
  return Buffer.concat([Buffer.from(`${number}\n`), filler]);
}
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Post numbered bodies to `url` over `connections` keep-alive connections, about `perSecond` in all. */
export function startLoad(
  url: string,
  { connections, perSecond }: { connections: number; perSecond: number },
): LoadRun {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const acknowledged = new Map<number, string>();
  let watchers: { readonly at: number; readonly resolve: () => void }[] = [];
  let sent = 0;
  let stopped = false;
  const sendOne = async (): Promise<boolean> => {
    const number = ++sent;
    const body = numberedBody(number);
    const status = await post(url, agent, body);
    if (status === null) return false;
    if (status >= 200 && status < 300) acknowledged.set(number, sha256(body));
    watchers = watchers.filter(({ at, resolve }) => {
      if (acknowledged.size < at) return true;
      resolve();
      return false;
    });
    return true;
  };
  const connection = async (): Promise<void> => {
    while (!stopped && (await sendOne())) await wait((1_000 * connections) / perSecond);
  };
  const workers = Array.from({ length: connections }, connection);
  return {
    acknowledged,
    get sent() {
      return sent;
    },
    acknowledgedMore: (count) => new Promise((resolve) => watchers.push({ at: acknowledged.size + count, resolve })),
    async stop() {
      stopped = true;
      await Promise.all(workers);
      agent.destroy();
    },
  };
}

/** The status, or null when the connection broke. */
function post(url: string, agent: Agent, body: Buffer): Promise<number | null> {
  return new Promise((resolve) => {
    const outgoing = request(url, { method: 'POST', agent, headers: { 'content-length': body.length } }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? 0));
      answer.once('error', () => resolve(null));
    });
    outgoing.once('error', () => resolve(null));
    outgoing.end(body);
  });
}
