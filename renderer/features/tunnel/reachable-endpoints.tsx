import { publicEndpointUrl } from '../../../server/contract/public-endpoint-url.ts';
import { whoGetsIn } from '../../../server/contract/reachable.ts';
import type { TunnelState } from '../../../server/contract/tunnel.ts';
import { useShared } from '../../hooks/app-context.ts';
import { useEndpoints } from '../../hooks/queries.ts';
import { Button } from '../../parts/button.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { VisibleText } from '../../parts/visible-text.tsx';
import { plain } from '../../view/sentences.ts';
import styles from './reachable-endpoints.module.css';

/** Each endpoint with its public URL, who gets in there, and the way to its limits. */
export function ReachableEndpoints({ state }: { readonly state: Extract<TunnelState, { kind: 'open' }> }) {
  const { app } = useShared();
  return (
    <ul className={styles['list']} aria-label="Endpoints">
      {useEndpoints().map((endpoint) => {
        const { id, name } = endpoint;
        const url = publicEndpointUrl(state, endpoint.url) ?? endpoint.url;
        return (
          <li key={id} className={styles['line']}>
            <div className={styles['head']}>
              <strong>
                <VisibleText text={name} />
              </strong>
              <Button
                size="small"
                look="quiet"
                aria-label={plain(`Limits of ${name}`)}
                onClick={() => app.dialog.set({ kind: 'endpoint', id, part: 'limits' })}
              >
                Limits…
              </Button>
              <CopyButton label={`Copy the public URL of ${name}`} text={url} word="Copy" />
            </div>
            <code>{url}</code>
            <span className={styles['who']}>{whoGetsIn(state, endpoint)}</span>
          </li>
        );
      })}
    </ul>
  );
}
