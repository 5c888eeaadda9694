import type { Delivery } from '../../server/contract/delivery.ts';
import { Facts } from '../parts/facts.tsx';
import { VerdictIcon } from '../parts/verdict-icon.tsx';
import { verdictMark } from '../view/sentences.ts';
import { AddSecret } from './add-secret.tsx';
import { useEndpoints, useProviders } from './queries.ts';
import styles from './signature-tab.module.css';

/** The verdict in a sentence with its reason, and a way to add the secret where it is missing. */
export function SignatureTab({ delivery }: { readonly delivery: Delivery }) {
  const { verdict } = delivery;
  const provider = useProviders().find(({ id }) => id === delivery.provider);
  const endpoint = useEndpoints().find(({ id }) => id === delivery.endpointId);
  const { meaning, word } = verdictMark(verdict);
  return (
    <>
      <section className={`${styles['verdict']} ${styles[meaning]}`} aria-label="Verdict">
        <VerdictIcon verdict={verdict} size={24} />
        <div>
          <h2 className={styles['title']}>Signature {word}</h2>
          <p className={styles['sentence']}>{verdict.sentence}</p>
        </div>
      </section>
      <Facts
        facts={[
          ['Provider', provider?.name ?? delivery.provider ?? 'Unknown'],
          ['Reason', <code key="code">{verdict.code}</code>],
          ['Cause', verdict.cause === null ? null : <code key="cause">{verdict.cause}</code>],
          [
            'Rule',
            provider === undefined ? null : (
              <a key="rule" href={provider.docsUrl} target="_blank" rel="noreferrer">
                How {provider.name} {provider.signs ? 'signs' : 'sends'} webhooks
              </a>
            ),
          ],
        ]}
      />
      {verdict.code === 'no-secret' && endpoint !== undefined && (
        <section className={styles['invite']} aria-label="Add the secret">
          <h2 className={styles['title']}>Add the secret to check it</h2>
          <p className={styles['text']}>
            Paste {provider?.secretLabel ?? 'the signing secret'}. Every delivery of {endpoint.name} is then checked,
            also those that are already here.
          </p>
          <AddSecret
            endpointId={endpoint.id}
            suggestedName={provider?.name ?? 'secret'}
            label={provider?.secretLabel}
          />
        </section>
      )}
    </>
  );
}
