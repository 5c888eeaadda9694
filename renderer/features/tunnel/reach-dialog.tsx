import { reachableInGeneral } from '../../../server/contract/reachable.ts';
import { useAllowedHosts, useFreshStatus } from '../../hooks/queries.ts';
import { Dialog } from '../../parts/dialog.tsx';
import styles from '../../parts/dialog-sections.module.css';
import { Facts } from '../../parts/facts.tsx';
import { desktop } from '../../state/desktop.ts';
import { formatCount } from '../../view/size.ts';
import { ReachableEndpoints } from './reachable-endpoints.tsx';
import { TunnelTimeLine } from './tunnel-time-line.tsx';

/** What can be reached from where, when the tunnel was open, and where Hookglass itself sends to: spelled out in one place. */
export function ReachDialog({ onClose }: { readonly onClose: () => void }) {
  const status = useFreshStatus();
  const hosts = useAllowedHosts();
  if (status === undefined) return null;
  const { tunnel, captureBase, refused, unknownPaths } = status;
  return (
    <Dialog title="What is reachable" onClose={onClose}>
      <h3 className={styles['title']}>From other computers</h3>
      {tunnel.kind === 'open' && <ReachableEndpoints state={tunnel} />}
      {reachableInGeneral({ state: tunnel, captureBase }).map((sentence) => (
        <p key={sentence} className={styles['text']}>
          {sentence}
        </p>
      ))}
      <h3 className={styles['title']}>The tunnel in the last 24 hours</h3>
      <TunnelTimeLine />
      <h3 className={styles['title']}>From this computer</h3>
      <Facts
        facts={[
          ['Endpoints', <code key="capture">{captureBase}</code>],
          ['This page', <code key="ui">{desktop() === null ? location.origin : 'inside the desktop app'}</code>],
          ['Refused', refused === 0 ? null : `${formatCount(refused)} requests, by an endpoint’s limits; not kept`],
          ['Unknown paths', `${formatCount(unknownPaths)} requests, answered 404; not kept`],
        ]}
      />
      <p className={styles['text']}>
        Any program here can send to an endpoint whose address it knows. The page and its interface answer only with a
        token.
      </p>
      <h3 className={styles['title']}>Where Hookglass sends to</h3>
      <p className={styles['text']}>
        To destinations on this computer
        {hosts.length === 0 ? ', and nowhere else.' : `, and to hosts that you allowed: ${hosts.join(', ')}.`} No
        telemetry, no account, no updates in the background.
      </p>
    </Dialog>
  );
}
