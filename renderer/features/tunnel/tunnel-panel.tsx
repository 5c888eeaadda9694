import type { TunnelState } from '../../../server/contract/tunnel.ts';
import { useShared } from '../../hooks/app-context.ts';
import { Button } from '../../parts/button.tsx';
import { ErrorLine } from '../../parts/error-line.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useStorePart } from '../../parts/use-store.ts';
import { VisibleText } from '../../parts/visible-text.tsx';
import { retryWords, tunnelWords } from '../../view/tunnel.ts';
import { ADAPTERS } from '../../view/tunnel-adapters.ts';
import { opensAsRemembered } from '../../view/tunnel-draft.ts';
import { TunnelAddress } from './tunnel-address.tsx';
import styles from './tunnel-panel.module.css';
import { type TunnelCalls, useTunnelCall } from './use-tunnel-call.ts';

/** The tunnel's state in a sentence, its address and its proof, and what can be done about it. */
export function TunnelPanel({ state }: { readonly state: TunnelState }) {
  const { app } = useShared();
  const calls = useTunnelCall();
  const now = useNow(1_000);
  const { title, text, meaning } = tunnelWords(state, now);
  return (
    <div className={styles['panel']}>
      <div>
        <h2 className={styles['title']}>
          <span className={styles['dot']} data-meaning={meaning} aria-hidden="true" />
          <VisibleText text={title} />
        </h2>
        <p className={styles['text']}>
          <VisibleText text={text} />
        </p>
        {state.kind === 'lost' && <p className={styles['text']}>{retryWords(state.retryAt, now)}</p>}
      </div>
      {state.kind === 'open' && <TunnelAddress state={state} now={now} calls={calls} />}
      {calls.problem !== null && calls.problem !== text && <ErrorLine>{calls.problem}</ErrorLine>}
      <div className={styles['buttons']}>
        <Buttons state={state} calls={calls} />
      </div>
      <p className={styles['foot']}>
        <button type="button" className={styles['link']} onClick={() => app.dialog.set({ kind: 'reach' })}>
          What is reachable, and when it was
        </button>
      </p>
    </div>
  );
}

function Buttons({ state, calls }: { readonly state: TunnelState; readonly calls: TunnelCalls }) {
  const { app } = useShared();
  const draft = useStorePart(app.preferences, ({ tunnel }) => tunnel);
  const close = (word: string) => (
    <Button busy={calls.busy === 'closing'} onClick={calls.close}>
      {word}
    </Button>
  );
  switch (state.kind) {
    case 'closed':
      return (
        <>
          {opensAsRemembered(draft) && (
            <Button look="primary" busy={calls.busy === 'opening'} onClick={() => calls.open(draft)}>
              Open with {ADAPTERS[draft.adapter].name}
            </Button>
          )}
          <Button
            look={opensAsRemembered(draft) ? 'plain' : 'primary'}
            onClick={() => app.dialog.set({ kind: 'tunnel' })}
          >
            {opensAsRemembered(draft) ? 'Options…' : `Open with ${ADAPTERS[draft.adapter].name}…`}
          </Button>
        </>
      );
    case 'opening':
      return close('Cancel');
    case 'open':
      return (
        <>
          <Button busy={calls.busy === 'probing'} onClick={() => calls.probe(state)}>
            Check now
          </Button>
          {close('Close the tunnel')}
        </>
      );
    case 'lost':
      return (
        <>
          <Button look="primary" busy={calls.busy === 'probing'} onClick={() => calls.probe(state)}>
            Try now
          </Button>
          {close('Close the tunnel')}
        </>
      );
  }
}
