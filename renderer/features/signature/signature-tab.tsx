import type { Delivery } from '../../../server/contract/delivery.ts';
import { useShared } from '../../hooks/app-context.ts';
import { useEndpoints, useProviders, useVerification } from '../../hooks/queries.ts';
import { Button } from '../../parts/button.tsx';
import { ErrorLine } from '../../parts/error-line.tsx';
import { VisibleText } from '../../parts/visible-text.tsx';
import { sentenceOf } from '../../state/api.ts';
import { AddSecret } from './add-secret.tsx';
import { SetProvider } from './set-provider.tsx';
import styles from './signature-tab.module.css';
import { TrySecret } from './try-secret.tsx';
import { VerdictBox } from './verdict-box.tsx';
import { VerificationPanel } from './verification-panel.tsx';

/** The verdict with its reason and evidence, and a way to add or try a secret. */
export function SignatureTab({ delivery }: { readonly delivery: Delivery }) {
  const { app } = useShared();
  const provider = useProviders().find(({ id }) => id === delivery.provider);
  const endpoint = useEndpoints().find(({ id }) => id === delivery.endpointId);
  const { data: verification, error } = useVerification(delivery.id);
  const verdict = verification?.verdict ?? delivery.verdict;
  const isWhole = !delivery.flags.includes('truncated') && !delivery.flags.includes('malformed');
  return (
    <>
      <VerdictBox verdict={verdict} />
      <SetProvider key={`set-${delivery.id}`} delivery={delivery} />
      {error !== null && <ErrorLine>{sentenceOf(error)}</ErrorLine>}
      {verification !== undefined && <VerificationPanel verification={verification} />}
      {verdict.code === 'no-secret' && endpoint !== undefined && (
        <section className={styles['invite']} aria-label="Add the secret">
          <h3 className={styles['title']}>Add the secret to check it</h3>
          <p className={styles['text']}>
            Every delivery of <VisibleText text={endpoint.name} /> is then checked, also those that are already here.
          </p>
          <AddSecret
            key={delivery.id}
            endpointId={endpoint.id}
            suggestedName={provider?.name ?? 'secret'}
            provider={provider}
          />
        </section>
      )}
      {verdict.code === 'not-signed' && provider !== undefined && provider.secretLabel !== '' && (
        <p className={styles['text']}>
          It can carry a fixed credential instead: {provider.secretLabel}. Add it as a secret of the endpoint, and each
          delivery is checked for it.
        </p>
      )}
      {verdict.code === 'unknown-provider' && endpoint !== undefined && (
        <p className={styles['text']}>
          Say who sends to <VisibleText text={endpoint.name} />, or describe the scheme where it is one of your own.
        </p>
      )}
      {(verdict.code === 'not-signed' || verdict.code === 'unknown-provider') && endpoint !== undefined && (
        <p className={styles['buttons']}>
          {verdict.code === 'not-signed' && (
            <Button onClick={() => app.dialog.set({ kind: 'endpoint', id: endpoint.id, part: 'secrets' })}>
              Secrets of <VisibleText text={endpoint.name} />…
            </Button>
          )}
          {verdict.code === 'unknown-provider' && (
            <>
              <Button onClick={() => app.dialog.set({ kind: 'endpoint', id: endpoint.id, part: 'general' })}>
                Set the provider…
              </Button>
              <Button onClick={() => app.dialog.set({ kind: 'recipe', id: null })}>Describe a scheme…</Button>
            </>
          )}
        </p>
      )}
      {provider !== undefined && provider.docsUrl !== '' && (
        <p className={styles['rule']}>
          <a href={provider.docsUrl} target="_blank" rel="noreferrer">
            How {provider.name} {provider.signs ? 'signs' : 'sends'} webhooks
          </a>
        </p>
      )}
      {isWhole && <TrySecret key={`try-${delivery.id}`} deliveryId={delivery.id} provider={delivery.provider} />}
    </>
  );
}
