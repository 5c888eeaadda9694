import { ArrowUp } from 'lucide-react';
import { useMemo, useRef } from 'react';
import { useShared } from '../../hooks/app-context.ts';
import { useGaps, useProviderName } from '../../hooks/queries.ts';
import { Button } from '../../parts/button.tsx';
import { DeliveryGrid, type DeliveryGridHandle } from '../../parts/delivery-grid.tsx';
import { EmptyNote } from '../../parts/empty-note.tsx';
import { ErrorLine } from '../../parts/error-line.tsx';
import { GapNote } from '../../parts/gap-row.tsx';
import { RightClickMenu } from '../../parts/menu.tsx';
import { Spinner } from '../../parts/spinner.tsx';
import { useStore, useStorePart } from '../../parts/use-store.ts';
import { type ListView, MOST_ROWS } from '../../state/delivery-list.ts';
import { NOTHING_SELECTED } from '../../state/selection.ts';
import { placeGaps } from '../../view/gap-lines.ts';
import { formatCount, plural } from '../../view/size.ts';
import styles from './delivery-pane.module.css';
import { SelectionBar } from './selection-bar.tsx';
import { useDeliveryMenu } from './use-delivery-menu.tsx';

/** The list of deliveries with its count, the chip of new arrivals, and its notes when there is nothing to show. */
export function DeliveryPane() {
  const { app } = useShared();
  const view = useStore(app.list.view);
  const selection = useStore(app.selection);
  const providerName = useProviderName();
  // While the server is away the line above tells so, once.
  const connected = useStore(app.connection).kind === 'live';
  const menu = useDeliveryMenu();
  const grid = useRef<DeliveryGridHandle>(null);
  const search = useStorePart(app.preferences, (now) => now.search);
  const { model, loading, problem } = view;
  const { rows, held, matching, total, more, looked } = model;
  const known = matching ?? rows.length + held.length;
  const count = more ? Math.max(rows.length, Math.min(known - held.length, MOST_ROWS)) : rows.length;
  const gaps = useGaps();
  const gapLines = useMemo(() => placeGaps({ rows, gaps, more }), [rows, gaps, more]);
  const restricted = view.scope.text.trim() !== '' || view.scope.endpoint !== null;

  return (
    <>
      <div className={styles['head']}>
        <span className={styles['count']} role="status">
          {loading === 'first' && rows.length === 0 && looked === null
            ? 'Searching…'
            : countText(known, total, restricted, matching === null && more)}
          {looked !== null && more && <LookedThrough looked={looked} total={total} />}
        </span>
        {loading !== null && rows.length > 0 && <Spinner />}
        {looked !== null && more && loading !== null && !view.stopped && (
          <Button size="small" onClick={app.list.stop}>
            Stop
          </Button>
        )}
        {view.stopped && more && loading === null && (
          <Button size="small" onClick={app.list.goOn}>
            Go on
          </Button>
        )}
        {selection.ids.size > 1 && <SelectionBar />}
      </div>
      <div className={styles['body']}>
        {problem !== null && connected && (
          <ErrorLine
            action={
              <Button size="small" onClick={app.list.reload}>
                Try again
              </Button>
            }
          >
            {problem}
          </ErrorLine>
        )}
        {held.length > 0 && (
          <button
            type="button"
            className={styles['chip']}
            onClick={() => {
              app.list.follow();
              grid.current?.toTop();
            }}
          >
            {formatCount(held.length)} new <ArrowUp aria-hidden="true" />
          </button>
        )}
        {rows.length === 0 && held.length === 0 && loading === null && problem === null ? (
          <EmptyNote title={emptyTitle(view, restricted)}>
            {search !== '' && (
              <Button onClick={() => app.preferences.update((now) => ({ ...now, search: '' }))}>
                Clear the search
              </Button>
            )}
            {gapLines[0] !== undefined && <GapNote gaps={gapLines[0].gaps} />}
          </EmptyNote>
        ) : (
          <RightClickMenu label="Delivery" items={menu}>
            <div className={styles['grid']}>
              <DeliveryGrid
                ref={grid}
                rows={rows}
                count={count}
                gapLines={gapLines}
                holdsStill={!model.following}
                selection={selection}
                providerName={providerName}
                onNeed={app.list.need}
                onSelect={(next) => {
                  if (next.ids.size > 0) app.list.hold();
                  app.selection.set(next);
                }}
                onLeaveTop={app.list.hold}
                onReachTop={() => {
                  if (app.selection.get() === NOTHING_SELECTED) app.list.follow();
                }}
              />
            </div>
          </RightClickMenu>
        )}
        {model.partly > 0 && loading === null && (
          <p className={styles['end']}>
            The first MiB of a body is searched; {plural(model.partly, 'delivery is', 'deliveries are')} longer.
          </p>
        )}
        {rows.length >= MOST_ROWS && more && (
          <p className={styles['end']}>The newest {plural(MOST_ROWS, 'row')} are listed. Search to reach older ones.</p>
        )}
      </div>
    </>
  );
}

function countText(known: number, total: number, restricted: boolean, atLeast: boolean): string {
  if (!restricted) return plural(total, 'delivery', 'deliveries');
  return `${atLeast ? 'At least ' : ''}${formatCount(known)} of ${formatCount(Math.max(total, known))}`;
}

function LookedThrough({ looked, total }: { readonly looked: number; readonly total: number }) {
  return (
    <>
      {' '}
      · looked through {formatCount(Math.min(looked, total))} of {formatCount(total)}
    </>
  );
}

/** Nothing is said of deliveries that were not looked at. */
function emptyTitle({ model: { more, looked } }: ListView, restricted: boolean): string {
  if (more && looked !== null) return `Nothing found among the newest ${formatCount(looked)}`;
  return restricted ? 'Nothing fits this search' : 'No deliveries';
}
