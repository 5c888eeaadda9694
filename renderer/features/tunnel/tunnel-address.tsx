import { Suspense } from 'react';
import { publicEndpointUrl } from '../../../server/contract/public-endpoint-url.ts';
import type { TunnelState } from '../../../server/contract/tunnel.ts';
import { useCurrentEndpoint } from '../../hooks/queries.ts';
import { Button } from '../../parts/button.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { late } from '../../parts/late.ts';
import { VisibleText } from '../../parts/visible-text.tsx';
import { formatDuration, timeOfDay } from '../../view/time.ts';
import { ADAPTERS } from '../../view/tunnel-adapters.ts';
import styles from './tunnel-address.module.css';
import type { TunnelCalls } from './use-tunnel-call.ts';

const QrCode = late(async () => (await import('../../parts/qr-code.tsx')).QrCode);

interface TunnelAddressProps {
  readonly state: Extract<TunnelState, { kind: 'open' }>;
  readonly now: number;
  readonly calls: Pick<TunnelCalls, 'busy' | 'acceptUrl'>;
}

/** The public address of the current endpoint, as text and as a QR code, and how it stands with its proof. */
export function TunnelAddress({ state, now, calls }: TunnelAddressProps) {
  const endpoint = useCurrentEndpoint();
  if (endpoint === undefined) return null;
  const { adapter, since, lastProbe, urlChangedFrom, takenName } = state;
  const url = publicEndpointUrl(state, endpoint.url) ?? state.url;
  const facts = [
    ['Through', ADAPTERS[adapter].name],
    ['Open since', timeOfDay(since, now)],
    ['Last round trip', lastProbe === null ? 'None yet' : `Took ${formatDuration(lastProbe.roundTripMs)}`],
  ] as const;
  return (
    <div className={styles['part']}>
      {urlChangedFrom !== null && (
        <div className={styles['changed']}>
          <p>
            The address has changed. Senders still have <code>{urlChangedFrom}</code>
          </p>
          <Button size="small" busy={calls.busy === 'accepting'} onClick={calls.acceptUrl}>
            Senders have it
          </Button>
        </div>
      )}
      {takenName !== null && (
        <p className={styles['changed']}>
          The name “{takenName}” belongs to someone else, so the server gave another one.
        </p>
      )}
      <div className={styles['box']}>
        <span className={styles['label']}>
          Public URL of <VisibleText text={endpoint.name} />
        </span>
        <code>{url}</code>
        <CopyButton label="Copy public URL" text={url} word="Copy" />
      </div>
      <div className={styles['beside']}>
        <div className={styles['code']}>
          <Suspense fallback={null}>
            <QrCode text={url} label={`QR code of the public URL of ${endpoint.name}`} />
          </Suspense>
        </div>
        <dl className={styles['facts']}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  );
}
