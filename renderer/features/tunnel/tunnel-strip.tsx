import { CircleAlert, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { publicEndpointUrl } from '../../../server/contract/public-endpoint-url.ts';
import type { TunnelState } from '../../../server/contract/tunnel.ts';
import { useCurrentEndpoint, useTunnelState } from '../../hooks/queries.ts';
import { Button } from '../../parts/button.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { useNow } from '../../parts/use-now.ts';
import { VisibleText } from '../../parts/visible-text.tsx';
import { timeOfDay } from '../../view/time.ts';
import { retryWords } from '../../view/tunnel.ts';
import styles from './tunnel-strip.module.css';
import { useTunnelCall } from './use-tunnel-call.ts';

type Lost = Extract<TunnelState, { kind: 'lost' }>;
type Open = Extract<TunnelState, { kind: 'open' }>;

/** Across the window: that senders have an old address, or that the tunnel is lost. Absent while neither is so. */
export function TunnelStrip() {
  const state = useTunnelState();
  // Between its tries a lost tunnel is opening, or open without a proof: the strip stays until one worked.
  const [lost, setLost] = useState<Lost | null>(null);
  const present = state.kind === 'lost' ? state : isProvenOrClosed(state) ? null : lost;
  if (present !== lost) setLost(present);
  if (present !== null) return <LostStrip lost={present} state={state} />;
  if (state.kind === 'open' && state.urlChangedFrom !== null) {
    return <ChangedStrip state={state} from={state.urlChangedFrom} />;
  }
  return null;
}

const isProvenOrClosed = (state: TunnelState): boolean =>
  state.kind === 'closed' || (state.kind === 'open' && state.lastProbe !== null);

function ChangedStrip({ state, from }: { readonly state: Open; readonly from: string }) {
  const endpoint = useCurrentEndpoint();
  const { busy, problem, acceptUrl } = useTunnelCall();
  const url = endpoint === undefined ? null : publicEndpointUrl(state, endpoint.url);
  return (
    <section className={styles['strip']} data-meaning="warning" aria-label="Changed address">
      <TriangleAlert aria-hidden="true" />
      <p role="alert" className={styles['words']}>
        <strong>Your public address has changed.</strong> Senders still have{' '}
        <code>
          <VisibleText text={from} />
        </code>
        . It is now{' '}
        <code>
          <VisibleText text={state.url} />
        </code>
        .{problem !== null && ` ${problem}`}
      </p>
      <div className={styles['buttons']}>
        {url !== null && <CopyButton label={`Copy new URL of ${endpoint?.name}`} text={url} word="Copy new" />}
        <Button size="small" look="primary" busy={busy === 'accepting'} onClick={acceptUrl}>
          Senders have it
        </Button>
      </div>
    </section>
  );
}

function LostStrip({ lost, state }: { readonly lost: Lost; readonly state: TunnelState }) {
  const now = useNow(1_000);
  const { busy, problem, probe, close } = useTunnelCall();
  return (
    <section className={styles['strip']} data-meaning="bad" aria-label="Lost tunnel">
      <CircleAlert aria-hidden="true" />
      <p className={styles['words']}>
        <span role="alert">
          <strong>Senders cannot reach you; the tunnel has been lost since {timeOfDay(lost.since, now)}.</strong>{' '}
          <VisibleText text={lost.reason} />
        </span>{' '}
        {state.kind === 'lost' ? retryWords(state.retryAt, now) : 'Trying again.'}
        {problem !== null && ` ${problem}`}
      </p>
      <div className={styles['buttons']}>
        <Button size="small" busy={busy === 'probing' || state.kind !== 'lost'} onClick={() => probe(state)}>
          Try now
        </Button>
        <Button size="small" look="quiet" busy={busy === 'closing'} onClick={close}>
          Close the tunnel
        </Button>
      </div>
    </section>
  );
}
