import type { DeliverySummary } from '../contract/delivery.ts';
import { printable } from '../contract/invisible.ts';
import { belowEndpoint } from '../contract/slug.ts';
import { localTime } from './local-time.ts';

/** Rows of text in columns, the last one as long as it is. No cell can break its row. */
export function table(cells: readonly (readonly string[])[]): string {
  const rows = cells.map((row) => row.map(printable));
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
    .concat('\n');
}

/** A size for people: 0 B, 512 B, 1.5 KB, 25 MB. */
export function sizeText(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1_024 && unit < units.length - 1) {
    value /= 1_024;
    unit++;
  }
  return `${value >= 10 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** One delivery as a line of the list. */
export function deliveryCells(delivery: DeliverySummary): readonly string[] {
  const { id, at, method, provider, event, target, verdict, replyStatus, sizeBytes, lastAttempt, flags } = delivery;
  const sent = lastAttempt === null ? '' : `sent ${lastAttempt.status ?? lastAttempt.outcome}`;
  return [
    String(id),
    localTime(at),
    method || '?',
    provider ?? 'unknown',
    event ?? '-',
    belowEndpoint(target).slice(0, 80),
    verdict.stale ? 'valid, but stale' : verdict.kind,
    replyStatus === null ? '-' : String(replyStatus),
    sizeText(sizeBytes),
    [sent, ...flags].filter((part) => part !== '').join(' '),
  ];
}
