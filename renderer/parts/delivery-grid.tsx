// biome-ignore-all lint/a11y/useSemanticElements: a virtual ARIA grid (APG, grid pattern) cannot be a table element
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is the one tab stop; aria-activedescendant tells the row
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import type { DeliverySummary } from '../../server/contract/delivery.ts';
import { indexOfId } from '../state/list-model.ts';
import { extendTo, NOTHING_SELECTED, neighbour, type Selection, selectOne, toggle } from '../state/selection.ts';
import { entryAt, type GapLine, indexOfRow } from '../view/gap-lines.ts';
import { gapNote } from '../view/gap-words.ts';
import styles from './delivery-grid.module.css';
import { DeliveryRow } from './delivery-row.tsx';
import { GapRow } from './gap-row.tsx';
import { useNow } from './use-now.ts';
import { useStillRows } from './use-still-rows.ts';

export const ROW_HEIGHT = 32;
/** The column heads stay on top and cover that much of the rows. */
const HEAD_HEIGHT = 28;

export interface DeliveryGridHandle {
  toTop(): void;
}

export interface DeliveryGridProps {
  readonly ref?: Ref<DeliveryGridHandle>;
  readonly rows: readonly DeliverySummary[];
  /** How many rows there are, loaded or not; lines of gaps are not among them. */
  readonly count: number;
  readonly gapLines: readonly GapLine[];
  /** What is in view stays in its place when something enters above it. */
  readonly holdsStill: boolean;
  readonly selection: Selection;
  readonly providerName: (id: string | null) => string | null;
  readonly onNeed: (index: number) => void;
  readonly onSelect: (selection: Selection) => void;
  readonly onLeaveTop: () => void;
  readonly onReachTop: () => void;
}

/** The virtual list: an ARIA grid with one tab stop, whose active row is told by aria-activedescendant. */
export function DeliveryGrid({
  ref,
  rows,
  count,
  gapLines,
  holdsStill,
  selection,
  providerName,
  onNeed,
  onSelect,
  onLeaveTop,
  onReachTop,
}: DeliveryGridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const now = useNow(1_000);
  const virtual = useVirtualizer({
    count: count + gapLines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    scrollMargin: HEAD_HEIGHT,
    scrollPaddingStart: HEAD_HEIGHT,
  });
  const items = virtual.getVirtualItems();
  const last = entryAt(gapLines, items.at(-1)?.index ?? 0);
  const lastRow = last.kind === 'delivery' ? last.row : last.line.row;
  useEffect(() => onNeed(lastRow), [lastRow, onNeed]);
  useStillRows({ scroller, rowHeight: ROW_HEIGHT, rows, gapLines, holdsStill });

  const focusAt = selection.focus === null ? -1 : indexOfId(rows, selection.focus);
  const pointed = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it scrolls when the focus moves, not when rows arrive above it
  useEffect(() => {
    // Keys that reach an end of the list also show the line there; what was clicked stays under the pointer.
    const atTop = focusAt === 0 && !pointed.current;
    const atEnd = focusAt === count - 1 && !pointed.current;
    pointed.current = false;
    const index = atTop ? 0 : atEnd ? count + gapLines.length - 1 : indexOfRow(gapLines, focusAt);
    if (focusAt >= 0) virtual.scrollToIndex(index, { align: 'auto' });
  }, [selection.focus]);

  useImperativeHandle(ref, () => ({ toTop: () => scroller.current?.scrollTo({ top: 0 }) }), []);

  const rowId = (event: MouseEvent): number | null => {
    const row = (event.target as Element).closest('[id^="delivery-"]');
    return row === null ? null : Number(row.id.slice('delivery-'.length));
  };
  const click = (event: MouseEvent): void => {
    const id = rowId(event);
    if (id === null) return;
    pointed.current = id !== selection.focus;
    if (event.shiftKey) onSelect(extendTo(selection, rows, id));
    else if (event.ctrlKey || event.metaKey) onSelect(toggle(selection, id));
    else onSelect(selectOne(id));
  };
  const context = (event: MouseEvent): void => {
    const id = rowId(event);
    if (id === null) event.preventDefault();
    else if (!selection.ids.has(id)) onSelect(selectOne(id));
  };
  const press = (event: KeyboardEvent): void => {
    pointed.current = false;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -rows.length,
      End: rows.length,
    };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const id = neighbour(selection, rows, step);
      if (id !== null) onSelect(event.shiftKey ? extendTo(selection, rows, id) : selectOne(id));
    } else if (event.key === 'Escape' && selection.ids.size > 0) {
      event.preventDefault();
      onSelect(NOTHING_SELECTED);
    } else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      const all = rows.slice(0, 10_000).map(({ id }) => id);
      if (all.length > 0)
        onSelect({ ids: new Set(all), focus: selection.focus ?? all[0] ?? null, anchor: all[0] ?? null });
    }
  };

  return (
    <div className={styles['frame']}>
      <div
        ref={scroller}
        className={styles['scroller']}
        role="grid"
        aria-label="Deliveries, newest first"
        aria-rowcount={count + gapLines.length + 1}
        aria-colcount={6}
        aria-multiselectable="true"
        aria-activedescendant={focusAt >= 0 ? `delivery-${selection.focus}` : undefined}
        tabIndex={0}
        onKeyDown={press}
        onScroll={({ currentTarget: { scrollTop } }) => (scrollTop > 4 ? onLeaveTop() : onReachTop())}
      >
        <div role="rowgroup" className={styles['headgroup']}>
          <div className={styles['head']} role="row" aria-rowindex={1}>
            <span role="columnheader">Method</span>
            <span role="columnheader">Event or path</span>
            <span role="columnheader" title="Signature">
              Sign.
            </span>
            <span role="columnheader" title="Outcome of the last send">
              Sent
            </span>
            <span role="columnheader" className={styles['right']}>
              Size
            </span>
            <span role="columnheader" className={styles['right']}>
              Age
            </span>
          </div>
        </div>
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys; one listener keeps the rows cheap */}
        <div
          role="rowgroup"
          className={styles['rows']}
          style={{ height: virtual.getTotalSize() }}
          onClick={click}
          onContextMenu={context}
        >
          {items.map(({ index, start }) => {
            const entry = entryAt(gapLines, index);
            const top = start - HEAD_HEIGHT;
            if (entry.kind === 'gap') {
              const { gaps } = entry.line;
              return <GapRow key={`gap-${gaps[0]?.id}`} index={index} top={top} gaps={gaps} now={now} />;
            }
            const delivery = rows[entry.row];
            return (
              <DeliveryRow
                key={delivery?.id ?? `empty-${index}`}
                index={index}
                top={top}
                delivery={delivery}
                provider={providerName(delivery?.provider ?? null)}
                isSelected={delivery !== undefined && selection.ids.has(delivery.id)}
                isFocus={delivery !== undefined && selection.focus === delivery.id}
                gapNote={gapNote(entryAt(gapLines, index - 1), entryAt(gapLines, index + 1), now)}
                now={now}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
