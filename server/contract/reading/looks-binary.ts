import { chooseCharset, decodeText } from './charset.ts';
import { firstInvalidUtf8, isOddControl, isReadable } from './charset-sniff.ts';
import { parseMediaType } from './content-type.ts';
import { isTextType } from './media-kinds.ts';

const SAMPLE_BYTES = 4_096;

/** Many control characters, and no wide charset that explains them: nothing to read as text. */
export function looksBinary(bytes: Uint8Array, contentType: string | null): boolean {
  const sample = withoutTail(bytes).subarray(0, SAMPLE_BYTES);
  const { name } = chooseCharset(sample, contentType);
  if (name.startsWith('utf-16') || name.startsWith('utf-32')) {
    const { text } = decodeText(sample, contentType);
    let odd = 0;
    for (const char of text) if (isOddControl(char.codePointAt(0) ?? 0) || char === '\ufffd') odd++;
    return odd * 5 > text.length;
  }
  let odd = 0;
  for (const byte of sample) if (isOddControl(byte)) odd++;
  if (odd * 20 <= sample.length) return false;
  const invalid = firstInvalidUtf8(sample);
  const isUtf8 = invalid === null || (sample.length < bytes.length && invalid > sample.length - 4);
  return !(isUtf8 && isTextType(parseMediaType(contentType).type) && odd * 2 <= sample.length);
}

/** A text without the zeros that a C program leaves behind it; other bytes as they are. */
function withoutTail(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  const text = bytes.subarray(0, end);
  return end > 0 && end < bytes.length && isReadable(text) ? text : bytes;
}
