import { CircleAlert, Globe, Lock } from 'lucide-react';
import { useState } from 'react';
import type { AdapterId, TunnelState as State } from '../../server/contract/tunnel.ts';
import { Button } from '../parts/button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { ErrorLine } from '../parts/error-line.tsx';
import { Choice } from '../parts/field.tsx';
import { Pop } from '../parts/pop.tsx';
import { useNow } from '../parts/use-now.ts';
import { sentenceOf } from '../state/api.ts';
import { KEYS } from '../state/apply-message.ts';
import { tunnelWords } from '../view/tunnel.ts';
import { useShared } from './app-context.ts';
import { useCurrentEndpoint, useStatus, useTunnelReport } from './queries.ts';
import styles from './tunnel-state.module.css';

const CLOSED: State = { kind: 'closed', reason: null };
const ICONS = { plain: Lock, ok: Globe, warning: Globe, bad: CircleAlert } as const;

/** How far the endpoints reach: from this machine alone, or through a tunnel, with when it was last proven. */
export function TunnelState() {
  const state = useStatus()?.tunnel ?? CLOSED;
  const { chip, meaning } = tunnelWords(state, useNow(1_000));
  const Icon = ICONS[meaning];
  return (
    <Pop
      label="Reachability"
      trigger={
        <button type="button" className={styles['chip']} data-meaning={meaning}>
          <Icon aria-hidden="true" />
          {chip}
        </button>
      }
    >
      <TunnelPanel state={state} />
    </Pop>
  );
}

function TunnelPanel({ state }: { readonly state: State }) {
  const { app } = useShared();
  const endpoint = useCurrentEndpoint();
  const [adapter, setAdapter] = useState<AdapterId>('localtunnel');
  const [problem, setProblem] = useState<string | null>(null);
  const { title, text } = tunnelWords(state, useNow(1_000));
  const adapters = useTunnelReport()?.adapters.filter(({ id }) => id !== 'ssh' && id !== 'public-url') ?? [];
  const chosen = adapters.find(({ id }) => id === adapter);
  const act = (call: Promise<unknown>): void => {
    setProblem(null);
    call.then(
      () => app.cache.invalidate(KEYS.status),
      (error: unknown) => setProblem(sentenceOf(error)),
    );
  };
  return (
    <div className={styles['panel']}>
      <h2 className={styles['title']}>{title}</h2>
      <p className={styles['text']}>{text}</p>
      {state.kind === 'open' && endpoint !== undefined && (
        <p className={styles['address']}>
          <code>{state.url + new URL(endpoint.url).pathname}</code>
          <CopyButton label="Copy public URL" text={state.url + new URL(endpoint.url).pathname} />
        </p>
      )}
      {state.kind === 'open' && state.urlChangedFrom !== null && (
        <ErrorLine>
          The address has changed from {state.urlChangedFrom}. Give senders the new one.{' '}
          <Button size="small" onClick={() => act(app.api.call('acceptTunnelUrl', { body: {} }))}>
            Senders have it
          </Button>
        </ErrorLine>
      )}
      {problem !== null && <ErrorLine>{problem}</ErrorLine>}
      {state.kind === 'closed' && (
        <>
          <Choice
            label="Through"
            value={adapter}
            hint={
              chosen?.found === false
                ? chosen.install
                : 'Whoever knows an endpoint’s address can then send to it, and nothing else.'
            }
            onChange={(event) => setAdapter(event.target.value as AdapterId)}
          >
            {adapters.map(({ id, name, found }) => (
              <option key={id} value={id}>
                {found ? name : `${name} (not found here)`}
              </option>
            ))}
          </Choice>
          <Button
            look="primary"
            size="small"
            disabled={chosen?.found === false}
            onClick={() => act(app.api.call('openTunnel', { body: { adapter } }))}
          >
            Open the tunnel
          </Button>
        </>
      )}
      {state.kind !== 'closed' && (
        <Button size="small" onClick={() => act(app.api.call('closeTunnel', { body: {} }))}>
          Close the tunnel
        </Button>
      )}{' '}
      <Button size="small" onClick={() => app.dialog.set({ kind: 'reach' })}>
        What is reachable
      </Button>
    </div>
  );
}
