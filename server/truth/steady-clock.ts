/** A clock that went on as time itself did is believed after this long. */
const STEADY_AFTER_MS = 3_600_000;
const TOLERANCE_MS = 600_000;

/**
 * Returns whether the wall clock has agreed with the running time for an hour. A jump (a wrong clock, one set right, a machine
 * that slept) begins the hour anew.
 */
export function createSteadyClock(
  nowMs: () => number,
  runningMs: () => number = () => performance.now(),
): () => boolean {
  let since = { wall: nowMs(), running: runningMs() };
  return () => {
    const wall = nowMs() - since.wall;
    const running = runningMs() - since.running;
    if (Math.abs(wall - running) > TOLERANCE_MS) since = { wall: nowMs(), running: runningMs() };
    return runningMs() - since.running >= STEADY_AFTER_MS;
  };
}
