import type { Endpoint } from '../../../server/contract/endpoint.ts';
import { publicEndpointUrl } from '../../../server/contract/public-endpoint-url.ts';
import { useTunnelState } from '../../hooks/queries.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { plain } from '../../view/sentences.ts';
import styles from './endpoint-address.module.css';

/** The address that senders have: the public one until the tunnel is closed, the local one otherwise. */
export function EndpointAddress({ endpoint }: { readonly endpoint: Endpoint }) {
  const publicUrl = publicEndpointUrl(useTunnelState(), endpoint.url);
  const url = publicUrl ?? endpoint.url;
  return (
    <span className={styles['address']}>
      <code className={styles['url']} title={plain(url)}>
        {url.replace(/^https?:\/\//, '')}
      </code>
      <CopyButton label={publicUrl === null ? 'Copy endpoint URL' : 'Copy public URL'} text={url} />
    </span>
  );
}
