import { bytesToLatin1, latin1ToBytes } from '../latin1.ts';

/**
 * The content of a part with its Content-Transfer-Encoding undone (RFC 2045, 6.7 and 6.8): base64 and quoted-printable. null for
 * any other encoding, and where the bytes are not in the one that is named.
 */
export function undoTransferEncoding(bytes: Uint8Array, encoding: string | undefined): Uint8Array | null {
  const name = encoding?.trim().toLowerCase();
  if (name === 'base64') return fromBase64(bytesToLatin1(bytes).replace(/\s+/g, ''));
  if (name === 'quoted-printable') return fromQuotedPrintable(bytesToLatin1(bytes));
  return null;
}

function fromBase64(text: string): Uint8Array | null {
  if (!/^[\w+/]*={0,2}$/.test(text) || text.length % 4 === 1) return null;
  try {
    return latin1ToBytes(atob(text));
  } catch {
    return null;
  }
}

const fromQuotedPrintable = (text: string): Uint8Array =>
  latin1ToBytes(
    text
      .replace(/=[ \t]*\r?\n/g, '')
      .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
  );
