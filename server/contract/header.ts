/**
 * One header line as received: name in the sender's case, value with one character per byte (Latin-1),
 * so that every octet survives. Order and duplicates are kept by the array that holds the lines.
 */
export type HeaderLine = readonly [name: string, value: string];

/** Alternating names and values, as `rawHeaders` of `node:http` has them, as header lines. */
export function pairs(flat: readonly string[]): readonly HeaderLine[] {
  const lines: HeaderLine[] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) lines.push([flat[at] as string, flat[at + 1] as string]);
  return lines;
}

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
