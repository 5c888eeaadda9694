import type { DeliverySummary } from '../../server/contract/delivery.ts';
import { numberedBody, sha256, startLoad } from './acknowledged-load.ts';
import { hookglass, hookglassJson, startServerProcess, withDataDir } from './hookglass-process.ts';

/** What one kill -9 left behind. `lost`: numbers that were answered 2xx and are not there with every byte. */
export interface CrashTrial {
  readonly acknowledged: number;
  readonly kept: number;
  readonly lost: readonly number[];
  readonly torn: number;
}

/**
 * Load a real server, kill it with SIGKILL once `killAfter` deliveries were answered, start it again on the same folder, and
 * compare what it has with what senders were told.
 */
export async function crashTrial({
  killAfter,
  perSecond,
}: {
  killAfter: number;
  perSecond: number;
}): Promise<CrashTrial> {
  let trial: CrashTrial = { acknowledged: 0, kept: 0, lost: [], torn: 0 };
  await withDataDir(async (dataDir) => {
    const first = await startServerProcess(dataDir);
    const load = startLoad(first.captureUrl, { connections: 8, perSecond });
    await load.acknowledgedMore(killAfter);
    await first.end('SIGKILL');
    await load.stop();
    const second = await startServerProcess(dataDir);
    const kept = await hookglassJson<DeliverySummary[]>(dataDir, 'deliveries', 'list', '--limit', '1000000');
    const expected = new Set(Array.from({ length: load.sent }, (_, at) => sha256(numberedBody(at + 1))));
    const found = new Set(kept.map((delivery) => delivery.sha256));
    const lost = [...load.acknowledged].filter(([, digest]) => !found.has(digest)).map(([number]) => number);
    const torn = kept.filter((delivery) => !expected.has(delivery.sha256)).length;
    const newest = kept[0];
    if (newest !== undefined) {
      const { stdout } = await hookglass(dataDir, 'deliveries', 'body', String(newest.id));
      if (sha256(stdout) !== newest.sha256) lost.push(newest.id);
    }
    await second.end('SIGKILL');
    trial = { acknowledged: load.acknowledged.size, kept: kept.length, lost, torn };
  });
  return trial;
}
