import type { TunnelGap } from '../../server/contract/tunnel.ts';

/** Gaps that stand together as one line of the list, above the delivery at `row`; `row` may be one past the last. */
export interface GapLine {
  readonly row: number;
  /** Oldest first, never empty. */
  readonly gaps: readonly TunnelGap[];
}

/** What an index of the list stands for, lines counted: a line, or the delivery at `row`, loaded or not. */
export type ListEntry =
  | { readonly kind: 'gap'; readonly line: GapLine }
  | { readonly kind: 'delivery'; readonly row: number };

const endOf = ({ to }: TunnelGap): number => to ?? Number.POSITIVE_INFINITY;

/**
 * Place gaps among deliveries that are sorted newest first. A gap stands by its end: below every delivery that arrived after
 * it, above the first that did not. So one that lasts stays on top whatever arrives meanwhile from this machine, keeps its place
 * when it ends, and has what arrived during it right below. Gaps older than the last row come with its page: with `more`, their
 * place is not known yet. One pass over rows and gaps.
 */
export function placeGaps({
  rows,
  gaps,
  more,
}: {
  readonly rows: readonly { readonly at: number }[];
  readonly gaps: readonly TunnelGap[];
  readonly more: boolean;
}): readonly GapLine[] {
  const newestFirst = gaps.toSorted((a, b) => Math.sign(endOf(b) - endOf(a)) || b.from - a.from);
  const lines: { readonly row: number; readonly gaps: TunnelGap[] }[] = [];
  let row = 0;
  for (const gap of newestFirst) {
    while (row < rows.length && (rows[row] as { readonly at: number }).at > endOf(gap)) row++;
    if (row === rows.length && more) break;
    const last = lines.at(-1);
    if (last?.row === row) last.gaps.push(gap);
    else lines.push({ row, gaps: [gap] });
  }
  for (const line of lines) line.gaps.reverse();
  return lines;
}

/** What stands at `index` of the list. */
export function entryAt(lines: readonly GapLine[], index: number): ListEntry {
  const above = countWhile(lines, (line, at) => line.row + at < index);
  const line = lines[above];
  return line !== undefined && line.row + above === index
    ? { kind: 'gap', line }
    : { kind: 'delivery', row: index - above };
}

/** Where the delivery at `row` stands in the list. */
export function indexOfRow(lines: readonly GapLine[], row: number): number {
  return row + countWhile(lines, (line) => line.row <= row);
}

/** How many items from the first on fit, by halving. */
function countWhile(lines: readonly GapLine[], fits: (line: GapLine, at: number) => boolean): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fits(lines[middle] as GapLine, middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
