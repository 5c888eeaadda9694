import type { Timings } from '../../server/contract/replay.ts';

export interface Phase {
  readonly name: 'dns' | 'connect' | 'tls' | 'wait' | 'receive';
  readonly label: string;
  readonly durationMs: number;
  /** Part of the whole, 0 to 1. */
  readonly share: number;
}

const LABELS = { dns: 'DNS', connect: 'Connect', tls: 'TLS', wait: 'Wait', receive: 'Receive' } as const;

/** The phases of a send that were reached, each with its own length: timings tell the ends, counted from the start. */
export function phases(timings: Timings): readonly Phase[] {
  const ends: readonly (readonly [Phase['name'], number | null])[] = [
    ['dns', timings.dnsMs],
    ['connect', timings.connectMs],
    ['tls', timings.tlsMs],
    ['wait', timings.firstByteMs],
    ['receive', timings.firstByteMs === null ? null : timings.totalMs],
  ];
  const found: Phase[] = [];
  let before = 0;
  for (const [name, end] of ends) {
    if (end === null) continue;
    const durationMs = Math.max(0, end - before);
    before = Math.max(before, end);
    if (name === 'dns' && durationMs === 0) continue;
    found.push({
      name,
      label: LABELS[name],
      durationMs,
      share: timings.totalMs <= 0 ? 0 : durationMs / timings.totalMs,
    });
  }
  return found;
}
