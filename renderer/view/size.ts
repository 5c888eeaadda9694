const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** A size for the eye: `0 B`, `812 B`, `1.2 KB`, `25 MB`. A kilobyte has 1,024 bytes here. */
export function formatSize(sizeBytes: number): string {
  let value = sizeBytes;
  let unit = 0;
  while (value >= 1_023.5 && unit < UNITS.length - 1) {
    value /= 1_024;
    unit++;
  }
  const digits = unit > 0 && value < 9.95 ? 1 : 0;
  return `${value.toFixed(digits).replace(/\.0$/, '')} ${UNITS[unit]}`;
}

/** A whole number with thousands separated: `1,204`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en');
}

/** `1 delivery`, `38 deliveries`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
