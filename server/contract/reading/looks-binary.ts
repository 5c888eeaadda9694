import { chooseCharset, decodeText } from './charset.ts';
import { firstInvalidUtf8, isOddControl } from './charset-sniff.ts';
import { parseMediaType } from './content-type.ts';
import { isTextType } from './media-kinds.ts';

const SAMPLE_BYTES = 4_096;

/** Many control characters, and no wide charset that explains them: nothing to read as text. */
export function looksBinary(bytes: Uint8Array, contentType: string | null): boolean {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
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
