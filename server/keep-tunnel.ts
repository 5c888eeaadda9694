import type { Store } from './store/store.ts';
import { createTunnelService, type TunnelService, type TunnelServiceDeps } from './tunnel/service.ts';

export type TunnelSettings = Pick<TunnelServiceDeps, 'adapters' | 'timings' | 'probeTimeoutMs'>;

interface KeepTunnelOptions {
  readonly store: Store;
  readonly settings: TunnelSettings;
  readonly notify: () => void;
  /** The addresses that senders may have called are others now. */
  readonly onUrls: () => void;
  readonly logError: (message: string, error: unknown) => void;
}

/** The tunnel, with its states in the feed, and its gaps and the address that senders have in the store. */
export function keepTunnel({ store, settings, notify, onUrls, logError }: KeepTunnelOptions): TunnelService {
  const keep = (what: string, job: () => void): void => {
    store.writer.write(job).then(notify, (error: unknown) => logError(`${what} could not be kept.`, error));
  };
  let urls = '';
  const tunnel = createTunnelService({
    ...settings,
    knownUrl: store.settings.knownUrl(),
    onState() {
      keep('A state of the tunnel', () => store.feedLog.append('tunnel', 0));
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
