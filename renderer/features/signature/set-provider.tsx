import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import type { Delivery } from '../../../server/contract/delivery.ts';
import { useShared } from '../../hooks/app-context.ts';
import { useEndpoints, useProviderName } from '../../hooks/queries.ts';
import { Button } from '../../parts/button.tsx';
import { VisibleText } from '../../parts/visible-text.tsx';
import styles from './offer.module.css';

/** Offers to set the provider of an endpoint that has none, where a set-up request of that provider came in. */
export function SetProvider({ delivery }: { readonly delivery: Delivery }) {
  const { actions } = useShared();
  const [busy, setBusy] = useState(false);
  const [isSet, setIsSet] = useState(false);
  // Without what a name says in brackets: a button has little room.
  const name = useProviderName()(delivery.setupProvider)?.replace(/ \(.*\)$/, '') ?? null;
  const endpoint = useEndpoints().find(({ id }) => id === delivery.endpointId);
  if (name === null || endpoint === undefined || (endpoint.provider !== null && !isSet)) return null;
  const set = async (): Promise<void> => {
    setBusy(true);
    setIsSet(await actions.changeEndpoint(endpoint.id, { provider: delivery.setupProvider }));
    setBusy(false);
  };
  return (
    <section className={styles['box']} aria-label="Provider">
      {!isSet && (
        <>
          <div className={styles['words']}>
            <p>
              This looks like the set-up request of {name}, and <VisibleText text={endpoint.name} /> has no provider.
            </p>
            <p className={styles['hint']}>Hookglass answers it once the provider is set.</p>
          </div>
          <Button look="primary" busy={busy} onClick={() => void set()}>
            Set the provider of <VisibleText text={endpoint.name} /> to {name}
          </Button>
        </>
      )}
      <div className={styles['told']} role="status">
        {isSet && (
          <p className={styles['done']}>
            <CircleCheck aria-hidden="true" />
            <span>
              The provider of <VisibleText text={endpoint.name} /> is {name}. Add its secret if you have not, then
              repeat the set-up at {name}.
            </span>
          </p>
        )}
      </div>
    </section>
  );
}
