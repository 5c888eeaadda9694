import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const QUIET_CORES = 0.35;

/** Busy processor seconds of the whole machine since its start (proc(5), `/proc/stat`); null where there is no such file. */
function busySeconds(): number | null {
  try {
    const fields = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.trim().split(/\s+/).slice(1).map(Number) ?? [];
    const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0, steal = 0] = fields;
    return (user + nice + system + irq + softIrq + steal) / 100;
  } catch {
    return null;
  }
}

/** Wait until the machine has been nearly idle for a second, at most `mostSeconds`; the cores that others used at last. */
export async function waitQuiet(mostSeconds: number): Promise<number> {
  const start = performance.now();
  for (;;) {
    const before = busySeconds();
    const from = performance.now();
    await wait(1_000);
    const after = busySeconds();
    if (before === null || after === null) return Number.NaN;
    const cores = (after - before) / ((performance.now() - from) / 1_000);
    if (cores < QUIET_CORES || performance.now() - start > mostSeconds * 1_000) return cores;
  }
}
