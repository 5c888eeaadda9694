import { describe, expect, test } from 'vitest';
import { renewGaps } from '../renderer/state/gap-list.ts';
import { entryAt, type GapLine, indexOfRow, placeGaps } from '../renderer/view/gap-lines.ts';
import { gapDetail, gapNote, gapReason, gapText } from '../renderer/view/gap-words.ts';
import type { TunnelGap } from '../server/contract/tunnel.ts';

const gap = (from: number, to: number | null, reason = 'The server went away.'): TunnelGap => ({
  id: from,
  from,
  to,
  reason,
});
const line = (row: number, ...gaps: readonly TunnelGap[]): GapLine => ({ row, gaps });

describe('a gap stands', () => {
  const [early, late, lasting] = [gap(12, 18), gap(22, 28), gap(35, null)];
  test.each<{
    readonly name: string;
    readonly at: readonly number[];
    readonly gaps: readonly TunnelGap[];
    readonly more?: true;
    readonly lines: readonly GapLine[];
  }>([
    { name: 'nowhere when there is none', at: [30, 20, 10], gaps: [], lines: [] },
    {
      name: 'between the delivery before it and the one after it',
      at: [30, 10],
      gaps: [early],
      lines: [line(1, early)],
    },
    { name: 'above what arrived during it', at: [30, 15, 14, 10], gaps: [early], lines: [line(1, early)] },
    {
      name: 'below what arrived after it, above what arrived as it ended',
      at: [19, 18],
      gaps: [early],
      lines: [line(1, early)],
    },
    { name: 'each in its own place', at: [30, 20, 10], gaps: [early, late], lines: [line(1, late), line(2, early)] },
    {
      name: 'together where nothing arrived in between',
      at: [30, 10],
      gaps: [early, late],
      lines: [line(1, early, late)],
    },
    { name: 'on top while it lasts', at: [30], gaps: [lasting], lines: [line(0, lasting)] },
    {
      name: 'on top while it lasts, whatever arrives during it',
      at: [50, 40, 30],
      gaps: [lasting],
      lines: [line(0, lasting)],
    },
    { name: 'on top with the ones before it', at: [21, 20], gaps: [late, lasting], lines: [line(0, late, lasting)] },
    { name: 'on top once it has ended and nothing arrived since', at: [20], gaps: [late], lines: [line(0, late)] },
    { name: 'below the oldest delivery', at: [30, 20], gaps: [early], lines: [line(2, early)] },
    {
      name: 'nowhere yet when older ones are still to be loaded',
      at: [30, 20],
      gaps: [early, late],
      more: true,
      lines: [line(1, late)],
    },
    { name: 'alone in an empty list', at: [], gaps: [early, lasting], lines: [line(0, early, lasting)] },
    { name: 'nowhere before the first page', at: [], gaps: [early, lasting], more: true, lines: [] },
    {
      name: 'in order of time, in whichever order they are given',
      at: [30, 10],
      gaps: [late, early],
      lines: [line(1, early, late)],
    },
    {
      name: 'above a long upload that was stored after quicker ones',
      at: [30, 14, 25, 10],
      gaps: [early],
      lines: [line(1, early)],
    },
  ])('$name', ({ at, gaps, more = false, lines }) => {
    expect(placeGaps({ rows: at.map((moment) => ({ at: moment })), gaps, more })).toEqual(lines);
  });

  test('in the same place when it ends', () => {
    const rows = [{ at: 60 }, { at: 20 }];
    const before = placeGaps({ rows, gaps: [gap(50, null)], more: false });
    const after = placeGaps({ rows: [{ at: 80 }, ...rows], gaps: [gap(50, 70)], more: false });
    expect([before[0]?.row, after[0]?.row]).toEqual([0, 1]);
  });
});

test('every index of a list with lines is a line or a delivery, and each delivery is found where it stands', () => {
  const lines = [line(0, gap(9, null)), line(2, gap(7, 8)), line(3, gap(5, 6)), line(5, gap(1, 2))];
  const entries = Array.from({ length: 9 }, (_, index) => entryAt(lines, index));
  expect(entries.map((entry) => (entry.kind === 'gap' ? entry.line : entry.row))).toEqual([
    ...[lines[0], 0, 1, lines[1], 2, lines[2], 3, 4, lines[3]],
  ]);
  expect([0, 1, 2, 3, 4].map((row) => indexOfRow(lines, row))).toEqual([1, 2, 4, 6, 7]);
  expect([entryAt([], 7), indexOfRow([], 7)]).toEqual([{ kind: 'delivery', row: 7 }, 7]);
});

const at = (day: string, time: string): number => new Date(`${day}T${time}`).getTime();
const NOW = at('2026-11-21', '15:00:00');
const today = (from: string, to: string | null, reason?: string): TunnelGap =>
  gap(at('2026-11-21', from), to === null ? null : at('2026-11-21', to), reason);

describe('a line says', () => {
  const [a, b, c] = [today('14:02', '14:07:59'), today('14:09', '14:10'), today('14:20', '14:31')];
  const lasting = today('14:40', null);
  test.each<[string, readonly TunnelGap[]]>([
    ['No tunnel 14:02–14:07', [a]],
    ['No tunnel 14:02–14:07, 14:09–14:10', [a, b]],
    ['No tunnel 3 times within 14:02–14:31', [a, b, c]],
    ['No tunnel since 14:40', [lasting]],
    ['No tunnel 14:02–14:07 and since 14:40', [a, lasting]],
    ['No tunnel 3 times within 14:02–14:31 and since 14:40', [a, b, c, lasting]],
    ['No tunnel 2 times within 14:02:07', [today('14:02:07.1', '14:02:07.2'), today('14:02:07.3', '14:02:07.4')]],
    ['No tunnel 14:02:07–14:02:31', [today('14:02:07', '14:02:31.5')]],
    ['No tunnel 14:02:07', [today('14:02:07.100', '14:02:07.900')]],
    ['No tunnel yesterday 14:02–14:07', [gap(at('2026-11-20', '14:02'), at('2026-11-20', '14:07'))]],
    ['No tunnel yesterday 23:50 – today 00:10', [gap(at('2026-11-20', '23:50'), at('2026-11-21', '00:10'))]],
    ['No tunnel Nov 3 23:50 – Nov 4 00:10', [gap(at('2026-11-03', '23:50'), at('2026-11-04', '00:10'))]],
    ['No tunnel since Dec 31, 2025 23:50', [gap(at('2025-12-31', '23:50'), null)]],
    [
      'No tunnel Nov 3 14:02–14:07, 14:09–14:10 and since today 14:40',
      [
        gap(at('2026-11-03', '14:02'), at('2026-11-03', '14:07')),
        gap(at('2026-11-03', '14:09'), at('2026-11-03', '14:10')),
        lasting,
      ],
    ],
  ])('%s', (text, gaps) => {
    expect(gapText(gaps, NOW)).toBe(text);
  });

  test('the reason where it is one and the same', () => {
    expect([gapReason([a, b]), gapReason([a, today('14:09', '14:10', 'Other.')])]).toEqual([a.reason, null]);
  });

  test('exact times and reasons on hover, newest first, and how many more', () => {
    const lines = gapDetail([a, lasting]).split('\n');
    expect(lines[0]).toMatch(/^Since 2026-11-21 14:40:00\.000 .*: The server went away\.$/);
    expect(lines[1]).toMatch(/^2026-11-21 14:02:00\.000 .* to 2026-11-21 14:07:59\.000 .*: The server went away\.$/);
    const many = Array.from({ length: 15 }, (_, n) => gap(n, n));
    expect(gapDetail(many).split('\n')).toHaveLength(13);
    expect(gapDetail(many)).toMatch(/And 3 before these\.$/);
  });
});

test('each line is told once to people who hear the list row by row', () => {
  const lines = [line(0, today('14:40', null)), line(1, today('14:02', '14:07')), line(2, today('13:00', '13:30'))];
  const notes = [1, 3].map((index) => gapNote(entryAt(lines, index - 1), entryAt(lines, index + 1), NOW));
  expect(notes).toEqual([
    'later: no tunnel since 14:40, earlier: no tunnel 14:02–14:07',
    'earlier: no tunnel 13:00–13:30',
  ]);
  expect(gapNote(entryAt([], 0), entryAt([], 2), NOW)).toBeNull();
});

test('gaps are brought up to date by asking for what touches the newest one alone', async () => {
  const server = [gap(1, 2), gap(5, 8), gap(20, null)];
  const asked: number[] = [];
  const fetch = async ({ from }: { readonly from: number }) => {
    asked.push(from);
    return server.filter(({ to }) => to === null || to >= from);
  };
  const first = await renewGaps([], fetch);
  expect(first).toEqual(server);
  server[2] = gap(20, 25);
  server.push(gap(30, null));
  expect(await renewGaps(first, fetch)).toEqual(server);
  expect(asked).toEqual([0, 20]);
  expect(await renewGaps(first, async () => [])).toEqual(first);
});
