import { Agent, request } from 'node:http';

export interface PacedLoadOptions {
  readonly url: string;
  readonly headers: readonly string[];
  readonly body: Uint8Array;
  readonly perSecond: number;
  readonly seconds: number;
}

const TICK_MS = 5;

/**
 * POST at a steady pace, whatever the answers take, and give each answer's time in milliseconds from the moment it was due.
 * A server that stalls is so charged for every request that had to wait. Rejects when a request fails.
 */
export async function pacedLoad({ url, headers, body, perSecond, seconds }: PacedLoadOptions): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const { hostname, port, pathname } = new URL(url);
  const times: number[] = [];
  const total = Math.round(perSecond * seconds);
  const start = performance.now();
  const post = (dueAt: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const sent = request({ agent, method: 'POST', hostname, port, path: pathname, headers }, (answer) => {
        answer.resume();
        answer.once('end', () => {
          times.push(performance.now() - dueAt);
          if (answer.statusCode === 200) resolve();
          else reject(new Error(`A delivery was answered with ${answer.statusCode}.`));
        });
      });
      sent.once('error', reject);
      sent.end(body);
    });
  const running: Promise<void>[] = [];
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(total, Math.floor(((performance.now() - start) / 1_000) * perSecond));
      while (running.length < due) running.push(post(start + (running.length / perSecond) * 1_000));
      if (running.length < total) return;
      clearInterval(timer);
      resolve();
    }, TICK_MS);
  });
  await Promise.all(running);
  agent.destroy();
  return times;
}
