const SAMPLE_BYTES = 4_096;
/** Tab, line ends, the escape of terminals and of ISO-2022, and the separator of JSON sequences (RFC 7464, 2.2). */
const TEXTUAL: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0d, 0x1b, 0x1e]);

/** Many control characters among the first bytes: nothing to read as text, unless it is UTF-16. */
export function looksBinary(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  let odd = 0;
  for (const byte of sample) if (byte < 0x20 && !TEXTUAL.has(byte)) odd++;
  return odd * 20 > sample.length;
}
