import { systemClock } from './clock/system-clock.ts';
import type { Store } from './store/store.ts';
import { MOST_GAPS } from './truth/tables/gaps.ts';
import { MOST_OPENINGS } from './truth/tables/openings.ts';
import { makeOpenings } from './tunnel/openings.ts';
import { createTunnelService, type TunnelService, type TunnelServiceDeps } from './tunnel/service.ts';

export type TunnelSettings = Pick<TunnelServiceDeps, 'adapters' | 'timings' | 'probeTimeoutMs' | 'clock'>;

interface KeepTunnelOptions {
  readonly store: Store;
  readonly settings: TunnelSettings;
  readonly notify: () => void;
  readonly ownPorts: () => readonly number[];
  /** The addresses that senders may have called are others now. */
  readonly onUrls: () => void;
  readonly logError: (message: string, error: unknown) => void;
}

/** The tunnel, with its states in the feed, and its openings, its gaps and the address that senders have in the store. */
export function keepTunnel({ store, settings, ownPorts, notify, onUrls, logError }: KeepTunnelOptions): TunnelService {
  const keep = (what: string, job: () => void): void => {
    store.writer.write(job).then(notify, (error: unknown) => logError(`${what} could not be kept.`, error));
  };
  const { clock = systemClock } = settings;
  const follow = makeOpenings();
  let urls = '';
  const tunnel = createTunnelService({
    ...settings,
    ownPorts,
    knownUrl: store.settings.knownUrl(),
    onState(state) {
      const seen = follow(state, clock.now());
      keep('A state of the tunnel', () => {
        store.feedLog.append('tunnel', 0);
        if (seen !== null) store.openings.put(seen.opening, seen.at);
      });
      const now = tunnel.publicUrls().join(' ');
      if (now !== urls) onUrls();
      urls = now;
    },
    onKnownUrl: (url) => keep('The address of the tunnel', () => store.settings.setKnownUrl(url)),
    recordGap: (gap) => keep('A gap of the tunnel', () => store.gaps.put(gap)),
    onFault: (error) => logError('The tunnel could not tell of itself.', error),
  });
  urls = tunnel.publicUrls().join(' ');
  return tunnel;
}

/**
 * Settle what a server that died left behind, before the capture listener starts. A gap that lasted then ends now; where the tunnel
 * worked when it was last seen, a gap leads from that moment until now. From now on it is closed, and a closed tunnel has no gaps.
 */
export async function endFormerTunnel(store: Store, nowMs: number): Promise<void> {
  await store.writer.write(() => {
    const seenAt = store.openings.endLasting();
    const wasLost = store.gaps.endLasting(nowMs) > 0;
    if (seenAt !== null && !wasLost) store.gaps.add(seenAt, nowMs, 'Hookglass ended without closing the tunnel.');
    if (seenAt !== null || wasLost) store.feedLog.append('tunnel', 0);
    store.gaps.trim(MOST_GAPS);
    store.openings.trim(MOST_OPENINGS);
  });
}
