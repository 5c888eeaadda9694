import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { header } from '../../contract/delivery.ts';
import { decodeHead } from '../head.ts';

/** How much of a body is searched, after decompression. */
export const SEARCHED_BODY_BYTES = 1_048_576;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The text that free search looks into: first line, header lines as "name: value", and the body where it is text.
 * Compressed bodies are decompressed for this, within bounds.
 */
export function searchableText(head: string, body: Uint8Array): string {
  const { method, target, headers } = decodeHead(head);
  const lines = headers.map(([name, value]) => `${name}: ${value}`).join('\n');
  return `${method} ${target}\n${lines}\n\n${bodyText(body, header(headers, 'content-encoding'))}`;
}

function bodyText(body: Uint8Array, encoding: string | undefined): string {
  const plain = decompress(body, encoding?.trim().toLowerCase());
  const part = plain.subarray(0, SEARCHED_BODY_BYTES);
  return looksBinary(part) ? '' : decoder.decode(part);
}

/** Undo a content coding for reading only; what cannot be undone within bounds is returned as it is. */
export function decompress(body: Uint8Array, encoding: string | undefined, maxBytes = SEARCHED_BODY_BYTES): Uint8Array {
  const undo =
    encoding === 'gzip' || encoding === 'x-gzip'
      ? gunzipSync
      : encoding === 'deflate'
        ? inflateSync
        : encoding === 'br'
          ? brotliDecompressSync
          : null;
  if (undo === null || body.length === 0) return body;
  try {
    return undo(body, { maxOutputLength: maxBytes * 8 });
  } catch {
    return body;
  }
}

/** A NUL, or many control characters, in the first kilobytes. */
function looksBinary(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 4_096);
  let odd = 0;
  for (const byte of sample) {
    if (byte === 0) return true;
    if (byte < 9 || (byte > 13 && byte < 32)) odd++;
  }
  return odd > sample.length / 10;
}
