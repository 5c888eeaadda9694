import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { DeliverySummary } from '../../server/contract/delivery.ts';
import { indexOfId } from '../state/list-model.ts';
import { entryAt, type GapLine, indexOfRow } from '../view/gap-lines.ts';

interface StillRows {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly rowHeight: number;
  readonly rows: readonly DeliverySummary[];
  readonly gapLines: readonly GapLine[];
  readonly holdsStill: boolean;
}

/**
 * Keep the first delivery in view where it is while the user looks at something: what enters or leaves above it (a gap of the
 * tunnel that begins, a delivery that was brought back) is scrolled away by as much.
 */
export function useStillRows({ scroller, rowHeight, rows, gapLines, holdsStill }: StillRows): void {
  const shown = useRef({ rows, gapLines });
  useLayoutEffect(() => {
    const before = shown.current;
    shown.current = { rows, gapLines };
    const element = scroller.current;
    if (!holdsStill || element === null) return;
    const first = firstRow(before.gapLines, Math.floor(element.scrollTop / rowHeight));
    const id = before.rows[first]?.id;
    const row = id === undefined ? -1 : indexOfId(rows, id);
    if (row < 0) return;
    const moved = indexOfRow(gapLines, row) - indexOfRow(before.gapLines, first);
    if (moved !== 0) element.scrollTop += moved * rowHeight;
  }, [scroller, rowHeight, rows, gapLines, holdsStill]);
}

/** The delivery at `index` of the list, or right below the line there. */
function firstRow(lines: readonly GapLine[], index: number): number {
  const entry = entryAt(lines, index);
  return entry.kind === 'delivery' ? entry.row : entry.line.row;
}
