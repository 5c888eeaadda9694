const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago, short: `now`, `12s`, `4m`, `3h`, `2d`, then the date. Both in Unix milliseconds. */
export function shortAgo(atMs: number, nowMs: number): string {
  const age = nowMs - atMs;
  if (age < 2 * SECOND) return 'now';
  if (age < MINUTE) return `${Math.floor(age / SECOND)}s`;
  if (age < HOUR) return `${Math.floor(age / MINUTE)}m`;
  if (age < DAY) return `${Math.floor(age / HOUR)}h`;
  if (age < 7 * DAY) return `${Math.floor(age / DAY)}d`;
  return new Date(atMs).toLocaleDateString('en', { month: 'short', day: 'numeric' });
}

/** How long ago, in words: `just now`, `12 seconds ago`, `yesterday`. */
export function agoInWords(atMs: number, nowMs: number): string {
  const age = nowMs - atMs;
  if (age < 2 * SECOND) return 'just now';
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  if (age < MINUTE) return words.format(-Math.floor(age / SECOND), 'second');
  if (age < HOUR) return words.format(-Math.floor(age / MINUTE), 'minute');
  if (age < DAY) return words.format(-Math.floor(age / HOUR), 'hour');
  return words.format(-Math.floor(age / DAY), 'day');
}

/** The exact local moment with milliseconds and offset: `2026-11-21 14:02:07.123 +01:00`. */
export function exactTime(atMs: number): string {
  const date = new Date(atMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  const offset = -date.getTimezoneOffset();
  const sign = offset < 0 ? '-' : '+';
  const zone = `${sign}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clockTime(atMs)} ${zone}`;
}

/** The local time of day with milliseconds: `14:02:07.123`. */
export function clockTime(atMs: number): string {
  const date = new Date(atMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** A duration for the eye: `0.4 ms`, `12 ms`, `1.2 s`, `2 min`, `3 h`, `12 days`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 9.95) return `${durationMs.toFixed(1).replace(/\.0$/, '')} ms`;
  if (durationMs < 999.5) return `${Math.round(durationMs)} ms`;
  if (durationMs < 60_000) return `${(durationMs / 1_000).toFixed(1).replace(/\.0$/, '')} s`;
  if (durationMs < 3_600_000) return `${(durationMs / 60_000).toFixed(1).replace(/\.0$/, '')} min`;
  if (durationMs < 172_800_000) return `${(durationMs / 3_600_000).toFixed(1).replace(/\.0$/, '')} h`;
  return `${Math.round(durationMs / 86_400_000)} days`;
}

/** A local moment of the last days without seconds: `14:02`, `yesterday, 22:14`, then with its date. */
export function timeOfDay(atMs: number, nowMs: number): string {
  return `${dayBefore(atMs, nowMs)}${clockTime(atMs).slice(0, 5)}`;
}

/** The same with seconds: `14:02:07`. */
export function secondOfDay(atMs: number, nowMs: number): string {
  return `${dayBefore(atMs, nowMs)}${clockTime(atMs).slice(0, 8)}`;
}

/** `''` for a moment of the same local day as now, `yesterday, ` or `Nov 3, ` for an earlier one. */
function dayBefore(atMs: number, nowMs: number): string {
  const day = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0);
  if (day(atMs) === day(nowMs)) return '';
  const yesterday = new Date(nowMs);
  yesterday.setDate(yesterday.getDate() - 1);
  if (day(atMs) === day(yesterday.getTime())) return 'yesterday, ';
  return `${new Date(atMs).toLocaleDateString('en', { month: 'short', day: 'numeric' })}, `;
}
