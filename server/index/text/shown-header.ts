import { headerText } from '../../contract/latin1.ts';
import { decoderFor } from './decoder-for.ts';
import { percentDecode } from './percent-decode.ts';

const ENCODED_WORD = /=\?([\w-]+)(?:\*[\w-]*)?\?([bq])\?([^?\s]*)\?=/gi;
const EXTENDED = /\*\s*=\s*"?([\w-]+)'[\w-]*'([^\s;",]*)/g;

/**
 * A header value as people read it: UTF-8 where its bytes are that, encoded words (RFC 2047, 2)
 * and extended parameters (RFC 8187, 3.2) undone.
 */
export function shownHeader(value: string): string {
  const shown = headerText(value).text;
  if (!shown.includes('=')) return shown;
  return shown
    .replace(/(\?=)\s+(?==\?)/g, '$1')
    .replace(ENCODED_WORD, (word, charset: string, kind: string, text: string) => {
      const bytes =
        kind.toLowerCase() === 'b'
          ? Buffer.from(text, 'base64')
          : Buffer.from(
              text
                .replaceAll('_', ' ')
                .replace(/=([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
              'latin1',
            );
      return decoderFor(charset)?.decode(bytes) ?? word;
    })
    .replace(EXTENDED, (_, charset: string, text: string) => `=${percentDecode(text, charset)}`);
}
