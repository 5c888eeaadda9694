import type { Delivery } from '../../server/contract/delivery.ts';
import { HeaderTable } from '../parts/header-table.tsx';
import styles from './headers-tab.module.css';

/** The header lines as received, and trailers where there were any. */
export function HeadersTab({ delivery }: { readonly delivery: Delivery }) {
  return (
    <>
      <HeaderTable title="Header lines, as received" lines={delivery.headers} />
      {delivery.trailers.length > 0 && (
        <div className={styles['more']}>
          <HeaderTable title="Trailers" lines={delivery.trailers} />
        </div>
      )}
    </>
  );
}
