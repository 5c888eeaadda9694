import type { Endpoint } from '../../server/contract/endpoint.ts';
import { publicEndpointUrl } from '../../server/contract/public-endpoint-url.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import styles from './endpoint-address.module.css';
import { useTunnelState } from './queries.ts';

/** The address to give to senders: the public one while the tunnel is open, the local one otherwise. */
export function EndpointAddress({ endpoint }: { readonly endpoint: Endpoint }) {
  const state = useTunnelState();
  const publicUrl = state.kind === 'open' ? publicEndpointUrl(state, endpoint.url) : null;
  const url = publicUrl ?? endpoint.url;
  return (
    <span className={styles['address']}>
      <code className={styles['url']} title={url}>
        {url.replace(/^https?:\/\//, '')}
      </code>
      <CopyButton label={publicUrl === null ? 'Copy endpoint URL' : 'Copy public URL'} text={url} />
    </span>
  );
}
