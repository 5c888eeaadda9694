import { useEffect, useState } from 'react';
import { DeliveryPane } from '../features/list/delivery-pane.tsx';
import { FirstSteps } from '../features/list/first-steps.tsx';
import { useScope } from '../features/list/use-scope.ts';
import { TunnelStrip } from '../features/tunnel/tunnel-strip.tsx';
import { useShared } from '../hooks/app-context.ts';
import { useEndpoints, useStatus } from '../hooks/queries.ts';
import { fetchLateParts } from '../parts/late.ts';
import { Split } from '../parts/split.tsx';
import { ToastList } from '../parts/toast-list.tsx';
import { useMedia } from '../parts/use-media.ts';
import { useStore, useStorePart } from '../parts/use-store.ts';
import { whenIdle } from '../state/browser.ts';
import { ROOM_FOR_SIDE_BAR } from '../state/side-bar.ts';
import { Bar } from './bar.tsx';
import { ConnectionLine } from './connection-line.tsx';
import { HealthStrip } from './health-strip.tsx';
import { Detail, Dialogs } from './later.tsx';
import { Rail } from './rail.tsx';
import styles from './shell.module.css';
import { SkipLink } from './skip-link.tsx';
import { Strip } from './strip.tsx';
import { useKeyboard } from './use-keyboard.ts';

/** The whole window: bar, rail, list, detail, strip, and what lies above them. */
export function Shell() {
  const { app } = useShared();
  const status = useStatus();
  const endpoints = useEndpoints();
  const rail = useStorePart(app.preferences, (now) => now.rail);
  const drawer = useStore(app.drawer);
  const view = useStore(app.list.view);
  const hasFocus = useStorePart(app.selection, ({ focus }) => focus !== null);
  const isWide = useMedia('(min-width: 1160px)');
  const hasRoom = useMedia(ROOM_FOR_SIDE_BAR);
  useKeyboard();
  useScope();
  useEffect(() => {
    // A drawer that was open in a small window must not come back when the window is small again.
    if (hasRoom) app.drawer.set(false);
  }, [app, hasRoom]);

  // Only the first number matters: from then on the feed resumes by itself.
  const [from, setFrom] = useState<number | null>(null);
  if (from === null && status !== undefined) setFrom(status.lastSeq);
  useEffect(() => (from === null ? undefined : app.start(from)), [app, from]);

  const { model, scope, loading } = view;
  const isReady = loading === null && model.floor < Number.POSITIVE_INFINITY;
  useEffect(() => {
    if (isReady) whenIdle(() => void fetchLateParts());
  }, [isReady]);
  const isEmpty = loading === null && view.problem === null && model.total === 0 && scope.text.trim() === '';
  return (
    <div className={styles['shell']}>
      <SkipLink />
      <Bar />
      <ConnectionLine />
      <HealthStrip />
      <TunnelStrip />
      <div className={styles['middle']}>
        {hasRoom ? rail && <Rail drawer={false} /> : drawer && <Rail drawer />}
        <main className={styles['main']} aria-label="Deliveries">
          {isEmpty && endpoints.length > 0 && !hasFocus ? (
            <FirstSteps />
          ) : (
            <Panes isWide={isWide} showDetail={isWide || hasFocus} />
          )}
        </main>
      </div>
      <Strip />
      <Dialogs />
      <ToastList toasts={app.toasts} />
    </div>
  );
}

function Panes({ isWide, showDetail }: { readonly isWide: boolean; readonly showDetail: boolean }) {
  const { app } = useShared();
  const name = isWide ? 'side' : 'below';
  return (
    <Split
      key={name}
      lie={isWide ? 'beside' : 'below'}
      label="Size of the list"
      share={app.preferences.get().layouts[name]?.['list'] ?? (isWide ? 46 : 42)}
      least={isWide ? [360, 400] : [120, 160]}
      onShare={(list) =>
        app.preferences.update((now) => ({ ...now, layouts: { ...now.layouts, [name]: { list, detail: 100 - list } } }))
      }
      first={<DeliveryPane />}
      second={showDetail ? <Detail /> : null}
    />
  );
}
