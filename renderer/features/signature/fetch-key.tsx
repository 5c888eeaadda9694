import { useState } from 'react';
import {
  CONTENTSTACK_REGION_IDS,
  CONTENTSTACK_REGIONS,
  type ContentstackRegion,
} from '../../../server/contract/contentstack-region.ts';
import { useShared } from '../../hooks/app-context.ts';
import { Button } from '../../parts/button.tsx';
import { ErrorLine } from '../../parts/error-line.tsx';
import { Choice } from '../../parts/field.tsx';
import { sentenceOf } from '../../state/api.ts';
import { KEYS } from '../../state/apply-message.ts';
import styles from './fetch-key.module.css';

/** Fetches the public key of a Contentstack region. Says which host is asked before it is. */
export function FetchKey({ endpointId }: { readonly endpointId: number }) {
  const { app } = useShared();
  const [region, setRegion] = useState<ContentstackRegion>('aws-na');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const fetchKey = async (): Promise<void> => {
    setBusy(true);
    try {
      await app.api.call('fetchContentstackKey', { params: { id: endpointId }, body: { region } });
      app.cache.invalidate(KEYS.secrets(endpointId));
      app.toasts.show('ok', 'Key added. Deliveries are being checked with it.');
      setProblem(null);
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    setBusy(false);
  };
  return (
    <section className={styles['fetch']} aria-label="Fetch the public key">
      <div className={styles['line']}>
        <Choice
          label="Region of the stack"
          value={region}
          hint={
            <>
              Asks <code>{CONTENTSTACK_REGIONS[region].host}</code> once. Or paste a key or an HMAC secret below.
            </>
          }
          onChange={(event) => setRegion(event.target.value as ContentstackRegion)}
        >
          {CONTENTSTACK_REGION_IDS.map((id) => (
            <option key={id} value={id}>
              {CONTENTSTACK_REGIONS[id].name}
            </option>
          ))}
        </Choice>
        <Button busy={busy} onClick={() => void fetchKey()}>
          Fetch key
        </Button>
      </div>
      {problem !== null && <ErrorLine>{problem}</ErrorLine>}
    </section>
  );
}
