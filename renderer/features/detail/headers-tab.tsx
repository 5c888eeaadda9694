import { Info } from 'lucide-react';
import type { Delivery } from '../../../server/contract/delivery.ts';
import { HeaderTable } from '../../parts/header-table.tsx';
import { VisibleText } from '../../parts/visible-text.tsx';
import { wayInWords } from '../../view/way-in.ts';
import styles from './headers-tab.module.css';

/** The header lines as received, what the tunnel made of them, and trailers where there were any. */
export function HeadersTab({ delivery }: { readonly delivery: Delivery }) {
  const { changes } = wayInWords(delivery);
  return (
    <>
      {changes.length > 0 && (
        <aside className={styles['note']} aria-label="What the tunnel changed">
          <Info aria-hidden="true" />
          <div>
            <p className={styles['lead']}>
              These lines are as the tunnel passed them on, not as the sender wrote them.
            </p>
            <ul>
              {changes.map((sentence) => (
                <li key={sentence}>
                  <VisibleText text={sentence} />
                </li>
              ))}
            </ul>
          </div>
        </aside>
      )}
      <HeaderTable title="Header lines, as received" lines={delivery.headers} />
      {delivery.trailers.length > 0 && (
        <div className={styles['more']}>
          <HeaderTable title="Trailers" lines={delivery.trailers} />
        </div>
      )}
    </>
  );
}
