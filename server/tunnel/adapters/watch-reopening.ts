/** Connections that may end unused in the time below, besides as many as are held ready. */
const SPARE = 50;
const WINDOW_MS = 10_000;

/**
 * Counts connections of a tunnel that ended before anything was sent through them. `onStorm` is called once, when more than 50, and
 * one for each of the `heldReady`, did within 10 seconds: servers that keep a tunnel let its connections wait for senders.
 */
export function watchReopening(
  heldReady: number,
  onStorm: () => void,
  now: () => number = () => performance.now(),
): { ended(used: boolean): void } {
  const most = SPARE + heldReady;
  let unused: number[] = [];
  let told = false;
  return {
    ended(used) {
      if (used || told) return;
      const at = now();
      unused = unused.filter((before) => at - before < WINDOW_MS);
      unused.push(at);
      told = unused.length > most;
      if (told) onStorm();
    },
  };
}
