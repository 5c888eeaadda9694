import { CircleAlert, Globe, LoaderCircle, Lock } from 'lucide-react';
import type { TunnelState as State } from '../../../server/contract/tunnel.ts';
import { useTunnelState } from '../../hooks/queries.ts';
import { HIDDEN_TEXT } from '../../parts/hidden-text.ts';
import { Pop } from '../../parts/pop.tsx';
import { useNow } from '../../parts/use-now.ts';
import type { Meaning } from '../../view/sentences.ts';
import { tunnelWords } from '../../view/tunnel.ts';
import { TunnelPanel } from './tunnel-panel.tsx';
import styles from './tunnel-state.module.css';

const ICONS: Readonly<Record<Meaning, typeof Lock>> = {
  plain: Lock,
  info: LoaderCircle,
  ok: Globe,
  warning: CircleAlert,
  bad: CircleAlert,
};

/** How far the endpoints reach, in the bar: from this computer alone, or through a tunnel, with when that was last proven. */
export function TunnelState() {
  const state: State = useTunnelState();
  const { chip, meaning } = tunnelWords(state, useNow(1_000));
  const Icon = ICONS[meaning];
  return (
    <Pop
      label="Tunnel"
      trigger={
        <button type="button" className={styles['chip']} data-meaning={meaning}>
          <Icon aria-hidden="true" />
          <span className={HIDDEN_TEXT}>Tunnel:</span>
          {chip}
        </button>
      }
    >
      <TunnelPanel state={state} />
    </Pop>
  );
}
