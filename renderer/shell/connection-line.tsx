import { useShared } from '../hooks/app-context.ts';
import { Button } from '../parts/button.tsx';
import { Spinner } from '../parts/spinner.tsx';
import { useStore } from '../parts/use-store.ts';
import styles from './connection-line.module.css';

/** Says when the page does not hear from the server. Nothing is shown while it does. */
export function ConnectionLine() {
  const { app } = useShared();
  const connection = useStore(app.connection);
  if (connection.kind !== 'reconnecting' && connection.kind !== 'stopped') return null;
  return (
    <div className={styles['line']} role="status">
      <Spinner />
      {connection.kind === 'reconnecting'
        ? 'Reconnecting…'
        : 'Hookglass stopped: start it again, this page resumes by itself.'}
      <Button size="small" onClick={app.retryNow}>
        Try now
      </Button>
    </div>
  );
}
