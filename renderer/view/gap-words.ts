import type { TunnelGap } from '../../server/contract/tunnel.ts';
import type { ListEntry } from './gap-lines.ts';
import { clockTime, exactTime } from './time.ts';

/** More gaps than these are counted in a line, and more than those left out of what it tells on hover. */
const SPELLED_OUT = 2;
const TOLD = 12;

const DAY = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' });
const DAY_AND_YEAR = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric', year: 'numeric' });

/**
 * Gaps that stand together, oldest first, as a line: `No tunnel 14:02–14:07, 14:09–14:10`, `No tunnel since 14:02`,
 * `No tunnel 7 times within 14:02–14:31`. Local time; a day is named where it is not today, and then once.
 */
export function gapText(gaps: readonly TunnelGap[], nowMs: number): string {
  const ended = gaps.flatMap(({ from, to }) => (to === null ? [] : [{ from, to }]));
  const lasting = gaps.find(({ to }) => to === null);
  const moments = speakMoments(nowMs);
  const parts: string[] = [];
  if (ended.length > 0) parts.push(endedText(ended, moments));
  if (lasting !== undefined) parts.push(`since ${moments.say(lasting.from)}`);
  return `No tunnel ${parts.join(' and ')}`;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Each span while they are few and can be told apart; otherwise how many there were between the first and the last. */
function endedText(ended: readonly Span[], moments: Moments): string {
  const isFew =
    ended.length <= SPELLED_OUT && new Set(ended.map(({ from }) => Math.floor(from / 1_000))).size === ended.length;
  if (isFew) return ended.map(({ from, to }) => moments.span(from, to)).join(', ');
  const from = Math.min(...ended.map((span) => span.from));
  const to = Math.max(...ended.map((span) => span.to));
  return `${ended.length} times within ${moments.span(from, to)}`;
}

/** Why, where all gaps have the same reason; null otherwise. */
export function gapReason(gaps: readonly TunnelGap[]): string | null {
  const [first] = gaps;
  return first !== undefined && gaps.every(({ reason }) => reason === first.reason) ? first.reason : null;
}

/** Each gap with its exact times and its reason, a line each, newest first. */
export function gapDetail(gaps: readonly TunnelGap[]): string {
  const lines = gaps
    .toReversed()
    .slice(0, TOLD)
    .map(({ from, to, reason }) =>
      to === null ? `Since ${exactTime(from)}: ${reason}` : `${exactTime(from)} to ${exactTime(to)}: ${reason}`,
    );
  if (gaps.length > TOLD) lines.push(`And ${gaps.length - TOLD} before these.`);
  return lines.join('\n');
}

/**
 * The gap beside a delivery, for people who hear the list row by row. `above` and `below` are its neighbours: each line is told
 * once, with the delivery that came after it, and the line on top with the newest.
 */
export function gapNote(above: ListEntry, below: ListEntry, nowMs: number): string | null {
  const notes: string[] = [];
  if (above.kind === 'gap' && above.line.row === 0) notes.push(`later: ${inSentence(gapText(above.line.gaps, nowMs))}`);
  if (below.kind === 'gap') notes.push(`earlier: ${inSentence(gapText(below.line.gaps, nowMs))}`);
  return notes.length === 0 ? null : notes.join(', ');
}

const inSentence = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

type Moments = ReturnType<typeof speakMoments>;

/** Says moments one after the other; the day is said when it is another than that of the moment before, at first than today. */
function speakMoments(nowMs: number) {
  let day = dayName(nowMs, nowMs);
  const withDay = (atMs: number, time: string): string => {
    const itsDay = dayName(atMs, nowMs);
    if (itsDay === day) return time;
    day = itsDay;
    return `${itsDay} ${time}`;
  };
  const say = (atMs: number): string => withDay(atMs, clockTime(atMs).slice(0, 5));
  return {
    say,
    /** Seconds only within one minute, and one moment within one second. */
    span(from: number, to: number): string {
      const [first, last] = [clockTime(from).slice(0, 8), clockTime(to).slice(0, 8)];
      if (to - from < 60_000 && first.slice(0, 5) === last.slice(0, 5))
        return `${withDay(from, first)}${first === last ? '' : `–${last}`}`;
      const [begin, end] = [say(from), say(to)];
      return `${begin}${end.includes(' ') ? ' – ' : '–'}${end}`;
    },
  };
}

function dayName(atMs: number, nowMs: number): string {
  const [at, now] = [new Date(atMs), new Date(nowMs)];
  if (at.toDateString() === now.toDateString()) return 'today';
  now.setDate(now.getDate() - 1);
  if (at.toDateString() === now.toDateString()) return 'yesterday';
  return (at.getFullYear() === new Date(nowMs).getFullYear() ? DAY : DAY_AND_YEAR).format(at);
}
