import { Tabs } from 'radix-ui';
import { Suspense, useEffect } from 'react';
import { useShared } from '../../hooks/app-context.ts';
import { useAttempts, useDelivery } from '../../hooks/queries.ts';
import { EmptyNote } from '../../parts/empty-note.tsx';
import { ErrorLine } from '../../parts/error-line.tsx';
import { Keys } from '../../parts/keys.tsx';
import { late } from '../../parts/late.ts';
import { useStore, useStorePart } from '../../parts/use-store.ts';
import { ApiError, sentenceOf } from '../../state/api.ts';
import type { DetailTab } from '../../state/preferences.ts';
import { SendsTab } from '../send/sends-tab.tsx';
import { SignatureTab } from '../signature/signature-tab.tsx';
import styles from './detail.module.css';
import { DetailHead } from './detail-head.tsx';
import { HeadersTab } from './headers-tab.tsx';
import { NotesTab } from './notes-tab.tsx';
import { OverviewTab } from './overview-tab.tsx';

const BodyTab = late(async () => (await import('./body-tab.tsx')).BodyTab);

/** The delivery that has the focus, or a hint of what can be done here. */
export function Detail() {
  const { app } = useShared();
  const { focus } = useStore(app.selection);
  if (focus === null) {
    return (
      <EmptyNote title="Choose a delivery to look into it">
        <p className={styles['hint']}>
          <Keys keys="J" /> <Keys keys="K" /> move · <Keys keys="R" /> replay · <Keys keys="C" /> copy as cURL ·{' '}
          <Keys keys="?" /> all keys
        </p>
      </EmptyNote>
    );
  }
  return <DeliveryDetail id={focus} />;
}

function DeliveryDetail({ id }: { readonly id: number }) {
  const { app } = useShared();
  const tab = useStorePart(app.preferences, (now) => now.tab);
  const { data: delivery, error, refetch } = useDelivery(id);
  const connection = useStore(app.connection).kind;
  const attempts = useAttempts(id);
  // While the server is away the line on top tells so, once; the delivery comes when it is back.
  const isAway = error instanceof ApiError && error.code === 'unreachable';
  useEffect(() => {
    if (isAway && connection === 'live') void refetch();
  }, [isAway, connection, refetch]);
  if (isAway && delivery === undefined && connection !== 'live')
    return <div className={styles['blank']} aria-busy="true" />;
  if (error !== null && delivery === undefined) {
    return (
      <div className={styles['problem']}>
        <ErrorLine>{sentenceOf(error)}</ErrorLine>
      </div>
    );
  }
  if (delivery === undefined) return <div className={styles['blank']} aria-busy="true" />;
  const tabs: readonly (readonly [DetailTab, string, string])[] = [
    ['overview', 'Overview', ''],
    ['headers', 'Headers', String(delivery.headers.length)],
    ['body', 'Body', ''],
    ['signature', 'Signature', ''],
    ['sends', 'Sends', attempts.length === 0 ? '' : String(attempts.length)],
    ['notes', 'Notes', delivery.note === '' ? '' : '1'],
  ];
  return (
    <article className={styles['detail']} aria-label={`Delivery ${id}`}>
      <DetailHead delivery={delivery} />
      <Tabs.Root
        className={styles['tabs']}
        value={tab}
        onValueChange={(next) => app.preferences.update((now) => ({ ...now, tab: next as DetailTab }))}
      >
        <Tabs.List className={styles['list']} aria-label="Parts of the delivery">
          {tabs.map(([value, label, figure]) => (
            <Tabs.Trigger key={value} value={value} className={styles['tab']}>
              {label}
              {figure !== '' && <span className={styles['figure']}>{figure}</span>}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content value="overview" className={styles['content']}>
          <OverviewTab delivery={delivery} attempts={attempts} />
        </Tabs.Content>
        <Tabs.Content value="headers" className={styles['content']}>
          <HeadersTab delivery={delivery} />
        </Tabs.Content>
        <Tabs.Content value="body" className={styles['fill']}>
          <Suspense fallback={<div aria-busy="true" />}>
            <BodyTab delivery={delivery} />
          </Suspense>
        </Tabs.Content>
        <Tabs.Content value="signature" className={styles['content']}>
          <SignatureTab delivery={delivery} />
        </Tabs.Content>
        <Tabs.Content value="sends" className={styles['content']}>
          <SendsTab delivery={delivery} attempts={attempts} />
        </Tabs.Content>
        <Tabs.Content value="notes" className={styles['content']}>
          <NotesTab key={delivery.id} delivery={delivery} />
        </Tabs.Content>
      </Tabs.Root>
    </article>
  );
}
