const SPANS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const AGO = /^(\d{1,6})([smhdw])$/i;
const DATED =
  /^(\d{4})-(\d{2})-(\d{2})(?:T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,3}))?)?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?)?$/i;

/**
 * A moment of `after:` and `before:` as Unix milliseconds: how long ago (`15m`, `2h`, `3d`), a day (`2026-11-21`, its first
 * moment) or a moment (`2026-11-21T14:02`, with seconds if wanted). Days and moments are local time unless a moment names
 * its zone (RFC 3339, 5.6). null: none of these, or a day that no calendar has.
 */
export function readMoment(value: string, nowMs: number): number | null {
  const ago = AGO.exec(value);
  if (ago !== null) return nowMs - Number(ago[1]) * (SPANS[(ago[2] as string).toLowerCase()] as number);
  const dated = DATED.exec(value);
  if (dated === null) return null;
  const [year, month, day] = [Number(dated[1]), Number(dated[2]), Number(dated[3])];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  if (dated[8] !== undefined) return Date.parse(value.toUpperCase());
  const [hours = 0, minutes = 0, seconds = 0] = dated.slice(4, 7).map((part) => Number(part ?? 0));
  const local = new Date(0);
  local.setFullYear(year, month - 1, day);
  local.setHours(hours, minutes, seconds, Number((dated[7] ?? '').padEnd(3, '0')));
  return local.getTime();
}

const daysIn = (year: number, month: number): number => new Date(Date.UTC(2_000 + (year % 400), month, 0)).getUTCDate();
