/** A content coding that can be undone (RFC 9110, 8.4.1; RFC 7932; RFC 8878). */
export type Coding = 'gzip' | 'deflate' | 'br' | 'zstd';

const NAMES: ReadonlyMap<string, Coding> = new Map([
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['deflate', 'deflate'],
  ['x-deflate', 'deflate'],
  ['zlib', 'deflate'],
  ['br', 'br'],
  ['brotli', 'br'],
  ['x-br', 'br'],
  ['zstd', 'zstd'],
  ['x-zstd', 'zstd'],
]);

/** The coding that a name in a header means, or null. */
export const codingOf = (name: string): Coding | null => NAMES.get(name) ?? null;

/**
 * The names in Content-Encoding header lines, in the order in which they were applied, in lower case; `identity` left out.
 * Quotation marks, parameters and blanks for commas are mistakes that are read through.
 */
export function contentCodings(values: readonly string[]): readonly string[] {
  return values
    .flatMap((value) => value.split(/[,\s]+/))
    .map((name) =>
      (name.split(';')[0] ?? '')
        .replace(/^["']+|["']+$/g, '')
        .trim()
        .toLowerCase(),
    )
    .filter((name) => name !== '' && name !== 'identity');
}

/** The coding that the bytes themselves show by their first ones, or null. Brotli and raw DEFLATE have no such mark. */
export function sniffCoding(bytes: Uint8Array): 'gzip' | 'zstd' | null {
  const [a, b, c, d] = bytes;
  if (a === 0x1f && b === 0x8b && c === 8) return 'gzip';
  if (b === 0xb5 && c === 0x2f && d === 0xfd && a === 0x28) return 'zstd';
  // A frame to be skipped may come first (RFC 8878, 3.1.2).
  const skipped = a !== undefined && a >> 4 === 5 && b === 0x2a && c === 0x4d && d === 0x18;
  return skipped ? 'zstd' : null;
}
