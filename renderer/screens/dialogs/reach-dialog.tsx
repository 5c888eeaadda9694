import { Dialog } from '../../parts/dialog.tsx';
import { Facts } from '../../parts/facts.tsx';
import { desktop } from '../../state/desktop.ts';
import { useAllowedHosts, useStatus, useTunnelReport } from '../queries.ts';
import styles from './settings-dialog.module.css';

/** What can be reached from where, and where Hookglass itself sends to: spelled out in one place. */
export function ReachDialog({ onClose }: { readonly onClose: () => void }) {
  const status = useStatus();
  const hosts = useAllowedHosts();
  const report = useTunnelReport();
  return (
    <Dialog title="What is reachable" onClose={onClose}>
      <h3 className={styles['title']}>From other machines</h3>
      {(report?.reachable ?? ['Every listener is bound to this machine.']).map((sentence) => (
        <p key={sentence} className={styles['text']}>
          {sentence}
        </p>
      ))}
      <h3 className={styles['title']}>From this machine</h3>
      <Facts
        facts={[
          ['Endpoints', <code key="capture">{status?.captureBase}</code>],
          ['This page', <code key="ui">{desktop() === null ? location.origin : 'inside the desktop app'}</code>],
        ]}
      />
      <p className={styles['text']}>
        Any program here can send to an endpoint whose address it knows. The page and its interface answer only with a
        token.
      </p>
      <h3 className={styles['title']}>Where Hookglass sends to</h3>
      <p className={styles['text']}>
        To destinations on this machine
        {hosts.length === 0 ? ', and nowhere else.' : `, and to hosts that you allowed: ${hosts.join(', ')}.`} No
        telemetry, no account, no updates in the background.
      </p>
    </Dialog>
  );
}
