import { networkInterfaces } from 'node:os';
import type { Clock } from '../contract/clock.ts';

/** Why an open tunnel may have died unnoticed: the machine slept since `from` (Unix milliseconds), or its addresses changed. */
export type Wake = { readonly kind: 'slept'; readonly from: number } | { readonly kind: 'network' };

export interface WakeDeps {
  readonly clock: Clock;
  readonly tickMs: number;
  /** The machine's addresses as one comparable text. */
  readonly network: () => string;
}

export interface WakeWatch {
  /** Look now: after a sleep other events may come before the tick that is overdue. */
  look(): void;
  stop(): void;
}

/**
 * Look at clock and network every `tickMs`; a tick that comes three times too late means that the machine slept.
 * `onTick` runs at each tick, `onWake` when something happened.
 */
export function watchWake(
  { clock, tickMs, network }: WakeDeps,
  onWake: (wake: Wake) => void,
  onTick: () => void,
): WakeWatch {
  let lastAt = clock.now();
  let lastNetwork = network();
  let cancel = clock.after(tickMs, tick);
  function tick(): void {
    cancel = clock.after(tickMs, tick);
    look();
    onTick();
  }
  function look(): void {
    const now = clock.now();
    const from = lastAt;
    const addresses = network();
    const changed = addresses !== lastNetwork;
    lastAt = now;
    lastNetwork = addresses;
    if (now - from > 3 * tickMs) onWake({ kind: 'slept', from });
    else if (changed) onWake({ kind: 'network' });
  }
  return { look, stop: () => cancel() };
}

/** Addresses of all interfaces but loopback, sorted. */
export function networkFingerprint(): string {
  return Object.entries(networkInterfaces())
    .flatMap(([name, addresses]) => (addresses ?? []).filter((a) => !a.internal).map((a) => `${name} ${a.address}`))
    .sort()
    .join('\n');
}
