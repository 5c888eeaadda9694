/**
 * A moment (Unix milliseconds) as every command prints it: local, with its offset from UTC (RFC 3339, 5.6), such as
 * `2026-11-21T14:02:07.123+01:00`. `after:` and `before:` take it as it stands; with --json there are Unix milliseconds.
 */
export function localTime(atMs: number): string {
  const offset = -new Date(atMs).getTimezoneOffset();
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  const local = new Date(atMs + offset * 60_000).toISOString().slice(0, -1);
  return `${local}${offset < 0 ? '-' : '+'}${two(hours)}:${two(minutes)}`;
}
