/** Sixteen bytes of a hex view. `offset` in eight or more hex digits; `text` shows what is not printable ASCII as a dot. */
export interface HexRow {
  readonly offset: string;
  readonly hex: readonly string[];
  readonly text: string;
}

export const HEX_ROW_BYTES = 16;

/** How many rows a body takes. */
export function hexRowCount(sizeBytes: number): number {
  return Math.ceil(sizeBytes / HEX_ROW_BYTES);
}

/** Row `row` (from 0) of a hex view. */
export function hexRow(bytes: Uint8Array, row: number): HexRow {
  const from = row * HEX_ROW_BYTES;
  const slice = bytes.subarray(from, from + HEX_ROW_BYTES);
  const hex = Array.from(slice, (byte) => byte.toString(16).padStart(2, '0'));
  const text = Array.from(slice, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('');
  return { offset: from.toString(16).padStart(8, '0'), hex, text };
}
