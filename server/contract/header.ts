import type { HeaderLine } from './delivery.ts';

/** First value of the header `name` (any case), or undefined. */
export function header(lines: readonly HeaderLine[], name: string): string | undefined {
  const wanted = name.toLowerCase();
  return lines.find(([lineName]) => lineName.length === wanted.length && lineName.toLowerCase() === wanted)?.[1];
}

/** All values of the header `name` (any case), in order. */
export function headerValues(lines: readonly HeaderLine[], name: string): readonly string[] {
  const wanted = name.toLowerCase();
  return lines.filter(([lineName]) => lineName.toLowerCase() === wanted).map(([, value]) => value);
}
