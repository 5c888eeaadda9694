import type { Delivery } from '../../server/contract/delivery.ts';
import { ErrorLine } from '../parts/error-line.tsx';
import { sentenceOf } from '../state/api.ts';
import { AddSecret } from './add-secret.tsx';
import { useEndpoints, useProviders, useVerification } from './queries.ts';
import styles from './signature-tab.module.css';
import { TrySecret } from './try-secret.tsx';
import { VerdictBox } from './verdict-box.tsx';
import { VerificationPanel } from './verification-panel.tsx';

/** The verdict with its reason and evidence, and a way to add or try a secret. */
export function SignatureTab({ delivery }: { readonly delivery: Delivery }) {
  const provider = useProviders().find(({ id }) => id === delivery.provider);
  const endpoint = useEndpoints().find(({ id }) => id === delivery.endpointId);
  const { data: verification, error } = useVerification(delivery.id);
  const verdict = verification?.verdict ?? delivery.verdict;
  const needsSecret = verdict.code === 'no-secret';
  return (
    <>
      <VerdictBox verdict={verdict} />
      {error !== null && <ErrorLine>{sentenceOf(error)}</ErrorLine>}
      {verification !== undefined && <VerificationPanel verification={verification} />}
      {provider !== undefined && (
        <p className={styles['rule']}>
          <a href={provider.docsUrl} target="_blank" rel="noreferrer">
            How {provider.name} {provider.signs ? 'signs' : 'sends'} webhooks
          </a>
        </p>
      )}
      {needsSecret && endpoint !== undefined && (
        <section className={styles['invite']} aria-label="Add the secret">
          <h3 className={styles['title']}>Add the secret to check it</h3>
          <p className={styles['text']}>
            Every delivery of {endpoint.name} is then checked, also those that are already here.
          </p>
          <AddSecret
            key={delivery.id}
            endpointId={endpoint.id}
            suggestedName={provider?.name ?? 'secret'}
            label={provider?.secretLabel}
          />
        </section>
      )}
      {delivery.provider !== null && provider?.signs !== false && (
        <TrySecret key={`try-${delivery.id}`} deliveryId={delivery.id} label={provider?.secretLabel} />
      )}
    </>
  );
}
