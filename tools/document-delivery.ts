import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  DAY,
  HOUR,
  MINUTE,
  type Schedule,
  SECOND,
  type StatedTerms,
  type StatusRange,
} from '../server/contract/schedule.ts';
import { providers } from '../server/providers/index.ts';

/** The document that holds the table, and what `documentDelivery` is compared with. */
export const DELIVERY_DOC: string = fileURLToPath(new URL('../docs/providers.md', import.meta.url));

const USUAL = '*usual*';
const MARKS = ['<!-- delivery -->', '<!-- end -->'] as const;

const UNITS = [
  [DAY, 'd'],
  [HOUR, 'h'],
  [MINUTE, 'min'],
  [SECOND, 's'],
] as const;

function duration(ms: number): string {
  if (ms === 0) return 'at once';
  const [unit, name] = UNITS.find(([one]) => ms >= one && ms % one === 0) ?? [SECOND, 's'];
  return `${Math.round((ms / unit) * 10) / 10} ${name}`;
}

/** Waits in a row that are alike are counted: `72 × 1 h`. */
function waitsOf(delaysMs: readonly number[]): string {
  const runs: { delay: number; count: number }[] = [];
  for (const delay of delaysMs) {
    const last = runs.at(-1);
    if (last?.delay === delay) last.count++;
    else runs.push({ delay, count: 1 });
  }
  return runs.map(({ delay, count }) => (count === 1 ? '' : `${count} × `) + duration(delay)).join(', ');
}

function scheduleOf({ delaysMs, bounds }: Schedule): string {
  if (delaysMs.length === 0) return 'never';
  if (bounds === undefined) return `after ${waitsOf(delaysMs)}`;
  const { retries, forMs } = bounds;
  const stated = [
    ...(retries === undefined ? [] : [retries === 1 ? 'once' : `${retries} times`]),
    ...(forMs === undefined ? [] : [`within ${duration(forMs)}`]),
  ];
  return `${stated.join(' ')}, *usual waits*`;
}

const statuses = (ranges: readonly StatusRange[]): string =>
  ranges
    .map(([first, last]) => (first === 200 && last === 299 ? '2xx' : first === last ? first : `${first}–${last}`))
    .join(', ');

function row(
  name: string,
  id: string,
  { timeoutMs, accepted, schedule, final, source, note = '' }: StatedTerms,
): string {
  const cells = [
    name,
    `\`${id}\``,
    timeoutMs === undefined ? USUAL : duration(timeoutMs),
    accepted === undefined ? USUAL : statuses(accepted),
    (schedule === undefined ? USUAL : scheduleOf(schedule)) +
      (final === undefined ? '' : `; not after ${statuses(final)}`),
    note,
    `[${new URL(source).hostname.replace(/^www\./, '')}](${source})`,
  ];
  return `| ${cells.join(' | ')} |\n`;
}

/** The text of the document with its table as the providers state it. */
export function documentDelivery(text: string): string {
  const [before = '', rest = ''] = text.split(MARKS[0]);
  const rows = providers
    .flatMap(({ id, name, delivery }) => (delivery === undefined ? [] : [{ id, name, delivery }]))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
    .map(({ id, name, delivery }) => row(name, id, delivery));
  const head = '| provider | id | waits | accepts | tries again | note | source |\n|---|---|---|---|---|---|---|\n';
  return `${before}${MARKS[0]}\n\n${head}${rows.join('')}\n${MARKS[1]}${rest.split(MARKS[1])[1] ?? ''}`;
}

if (import.meta.main) writeFileSync(DELIVERY_DOC, documentDelivery(readFileSync(DELIVERY_DOC, 'utf8')));
