import type { TunnelGap, TunnelOpening } from '../../server/contract/tunnel.ts';
import { formatDuration, secondOfDay, timeOfDay } from './time.ts';

/** A stretch of the tunnel's time: open and working as far as is known, or down. `to` null: it lasts. Unix milliseconds. */
export type TunnelSpan =
  | { readonly kind: 'open'; readonly from: number; readonly to: number | null }
  | { readonly kind: 'down'; readonly from: number; readonly to: number | null; readonly reason: string };

export interface TunnelHistory {
  readonly openings: readonly TunnelOpening[];
  readonly gaps: readonly TunnelGap[];
}

/**
 * When the tunnel was open and when it was down between `fromMs` and `nowMs`, oldest first; in between it was closed. Gaps are cut out
 * of the openings, and what began earlier begins at `fromMs`.
 */
export function tunnelSpans({ openings, gaps }: TunnelHistory, fromMs: number, nowMs: number): readonly TunnelSpan[] {
  const down = gaps.filter(({ to }) => to === null || to > fromMs);
  const spans: TunnelSpan[] = down.map(({ from, to, reason }) => ({
    kind: 'down',
    from: Math.max(from, fromMs),
    to,
    reason,
  }));
  for (const opening of openings) {
    let from = Math.max(opening.from, fromMs);
    const end = opening.to ?? nowMs;
    for (const gap of down.toSorted((a, b) => a.from - b.from)) {
      const gapEnd = gap.to ?? nowMs;
      if (gapEnd <= from || gap.from >= end) continue;
      if (gap.from > from) spans.push({ kind: 'open', from, to: gap.from });
      from = gapEnd;
    }
    if (from < end) spans.push({ kind: 'open', from, to: opening.to });
  }
  return spans.toSorted((a, b) => a.from - b.from);
}

/** From when to when: `since 14:02`, `13:00 – 14:02`; with seconds where the stretch is short. */
export function spanTimes({ from, to }: TunnelSpan, nowMs: number): string {
  if (to === null) return `since ${timeOfDay(from, nowMs)}`;
  const say = to - from < 600_000 ? secondOfDay : timeOfDay;
  // The day is said once: what ends on the day it began needs it at the beginning alone.
  const isOneDay = new Date(from).toDateString() === new Date(to).toDateString();
  return `${say(from, nowMs)} – ${say(to, isOneDay ? to : nowMs)}`;
}

/** How long a stretch was, or is by now. */
export const spanLength = ({ from, to }: TunnelSpan, nowMs: number): string =>
  formatDuration(Math.max(0, (to ?? nowMs) - from));

/** The whole in one sentence: `Open for 5 h, down 2 times for 3 min in all.` */
export function spansInWords(spans: readonly TunnelSpan[], nowMs: number): string {
  if (spans.length === 0) return 'The tunnel was not open in the last 24 hours.';
  const total = (kind: TunnelSpan['kind']): number =>
    spans.filter((span) => span.kind === kind).reduce((sum, { from, to }) => sum + (to ?? nowMs) - from, 0);
  const times = spans.filter(({ kind }) => kind === 'down').length;
  const open = `Open for ${formatDuration(total('open'))} of the last 24 hours`;
  if (times === 0) return `${open}, without a gap.`;
  return `${open}; down ${times === 1 ? 'once' : `${times} times`}, ${formatDuration(total('down'))} in all.`;
}
