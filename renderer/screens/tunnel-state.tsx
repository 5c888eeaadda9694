import { Lock } from 'lucide-react';
import { Button } from '../parts/button.tsx';
import { Pop } from '../parts/pop.tsx';
import { useShared } from './app-context.ts';
import { useStatus } from './queries.ts';
import styles from './tunnel-state.module.css';

/** How far the endpoints reach: from this machine alone. Opens an explanation. */
export function TunnelState() {
  const { app } = useShared();
  const status = useStatus();
  return (
    <Pop
      label="Reachability"
      trigger={
        <button type="button" className={styles['chip']}>
          <Lock aria-hidden="true" />
          Local only
        </button>
      }
    >
      <h2 className={styles['title']}>Nothing is reachable from outside</h2>
      <p className={styles['text']}>
        Endpoints listen on <code>{status?.captureBase.replace(/^https?:\/\//, '') ?? 'this machine'}</code>. Programs
        on this machine can send to them; other machines cannot.
      </p>
      <Button size="small" onClick={() => app.dialog.set({ kind: 'reach' })}>
        What is reachable
      </Button>
    </Pop>
  );
}
