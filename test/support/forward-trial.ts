import { expect } from 'vitest';
import type { Destination } from '../../server/contract/replay.ts';
import { sha256, startLoad } from './acknowledged-load.ts';
import { startServerProcess, withDataDir } from './hookglass-process.ts';
import { startRawRecorder } from './raw-recorder.ts';
import { api } from './server-api.ts';

/**
 * Load a real server that forwards, kill it with SIGKILL once `killAfter` deliveries were answered, start it again on the same
 * folder, and wait until the app has every delivery that was answered 2xx. Returns how many those were.
 */
export async function forwardTrial({
  killAfter,
  perSecond,
}: {
  killAfter: number;
  perSecond: number;
}): Promise<number> {
  const recorder = await startRawRecorder();
  let acknowledged = 0;
  await withDataDir(async (dataDir) => {
    const first = await startServerProcess(dataDir);
    const made = await api(first, '/destinations', { url: recorder.url });
    const { id } = (await made.json()) as Destination;
    await api(first, '/endpoints/1', { forwardTo: id }, 'PATCH');
    const load = startLoad(first.captureUrl, { connections: 8, perSecond });
    await load.acknowledgedMore(killAfter);
    await first.end('SIGKILL');
    await load.stop();
    const second = await startServerProcess(dataDir);
    const missing = (): number => {
      const got = new Set(recorder.requests.map(({ body }) => sha256(body)));
      return [...load.acknowledged.values()].filter((digest) => !got.has(digest)).length;
    };
    await expect.poll(missing, { timeout: 60_000, interval: 200 }).toBe(0);
    acknowledged = load.acknowledged.size;
    await second.end('SIGKILL');
  });
  await recorder.close();
  return acknowledged;
}
