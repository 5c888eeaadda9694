import type { ReactNode } from 'react';
import type { Delivery } from '../../../server/contract/delivery.ts';
import type { Attempt } from '../../../server/contract/replay.ts';
import { useShared } from '../../hooks/app-context.ts';
import { useEndpoints, useProviderName } from '../../hooks/queries.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Timeline } from '../../parts/timeline.tsx';
import { VisibleText } from '../../parts/visible-text.tsx';
import { overviewSentence } from '../../view/overview.ts';
import { formatCount, formatSize } from '../../view/size.ts';
import { surplusSize } from '../../view/surplus.ts';
import { exactTime } from '../../view/time.ts';
import { timeline } from '../../view/timeline.ts';
import { wayInWords } from '../../view/way-in.ts';
import { ConfirmSubscription } from '../signature/confirm-subscription.tsx';
import { SetProvider } from '../signature/set-provider.tsx';
import styles from './overview-tab.module.css';

/** One sentence, the key facts, and what happened in which order. */
export function OverviewTab({
  delivery,
  attempts,
}: {
  readonly delivery: Delivery;
  readonly attempts: readonly Attempt[];
}) {
  const { app } = useShared();
  const provider = useProviderName()(delivery.provider);
  const endpoint = useEndpoints().find(({ id }) => id === delivery.endpointId);
  const text = (value: string | null): ReactNode => (value === null ? null : <VisibleText text={value} />);
  const size =
    delivery.declaredSizeBytes !== null && delivery.declaredSizeBytes !== delivery.sizeBytes
      ? `${formatSize(delivery.sizeBytes)} kept of ${formatSize(delivery.declaredSizeBytes)} announced`
      : `${formatSize(delivery.sizeBytes)} (${formatCount(delivery.sizeBytes)} bytes)`;
  const { way, url, sender, peer, changes } = wayInWords(delivery);
  return (
    <>
      <p className={styles['sentence']}>
        <VisibleText text={overviewSentence(delivery, provider)} />
      </p>
      <SetProvider key={`set-${delivery.id}`} delivery={delivery} />
      <ConfirmSubscription key={delivery.id} delivery={delivery} provider={provider} />
      <Facts
        facts={[
          ['Arrived', exactTime(delivery.at)],
          ['Endpoint', endpoint?.name ?? null],
          ['Provider', provider],
          ['Event', text(delivery.event)],
          ['Resource', text(delivery.resource)],
          ['Delivery id', text(delivery.deliveryKey)],
          ['Attempt', delivery.attempt === null ? null : String(delivery.attempt)],
          ['Content type', text(delivery.contentType)],
          ['Size', size],
          [
            'SHA-256',
            <span key="sha" className={styles['hash']}>
              <code>{delivery.sha256}</code>
              <CopyButton label="Copy SHA-256" text={delivery.sha256} />
            </span>,
          ],
          [
            'Surplus',
            delivery.surplus === null ? null : (
              <span key="surplus" className={styles['hash']}>
                {surplusSize(delivery.surplus)}
                <CopyButton label="Copy surplus as base64" text={delivery.surplus.base64} />
              </span>
            ),
          ],
          [
            'URL',
            <span key="url" className={styles['hash']}>
              <code>
                <VisibleText text={delivery.publicUrl} />
              </code>
              <CopyButton label="Copy URL" text={delivery.publicUrl} />
            </span>,
          ],
          ['Set-up', delivery.challenge === null ? null : text(`Answered as the provider asks: ${delivery.challenge}`)],
          [
            'Came in',
            url === null ? (
              way
            ) : (
              <span key="way">
                {way} at{' '}
                <code>
                  <VisibleText text={url} />
                </code>
              </span>
            ),
          ],
          ['Sender', text(sender)],
          ['From', peer],
          [
            'Changed',
            changes.length === 0 ? null : (
              <ul key="changes" className={styles['changes']}>
                {changes.map((sentence) => (
                  <li key={sentence}>{text(sentence)}</li>
                ))}
              </ul>
            ),
          ],
          ['HTTP version', delivery.httpVersion === '' ? null : delivery.httpVersion],
        ]}
      />
      <h3 className={styles['title']}>What happened</h3>
      <Timeline
        moments={timeline(delivery, attempts)}
        onOpenAttempt={() => app.preferences.update((now) => ({ ...now, tab: 'sends' }))}
      />
    </>
  );
}
