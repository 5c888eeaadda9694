const DELAYS_MS = [250, 1_000, 4_000, 15_000] as const;
/** A server that lived this long is sound again: its next death counts as the first. */
export const SOUND_AFTER_MS = 60_000;

/** How long to wait before the restart after the `deaths`-th death in a row (from 1), or null when it is time to give up. */
export function restartDelayMs(deaths: number): number | null {
  return DELAYS_MS[deaths - 1] ?? null;
}
