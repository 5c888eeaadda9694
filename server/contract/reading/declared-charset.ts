import { parseMediaType } from './content-type.ts';

const LOOKED_AT_BYTES = 1_024;

/**
 * The charset that a document declares within itself: an XML declaration (XML 1.0, 4.3.3) or an HTML meta element (WHATWG HTML,
 * 4.2.5.4), by its first kilobyte. Null when it declares none, or is no such document.
 */
export function declaredCharset(bytes: Uint8Array, contentType: string | null): string | null {
  const { type } = parseMediaType(contentType);
  const isHtml = type === 'text/html' || type === 'application/xhtml+xml';
  if (!isHtml && !bytes.subarray(0, LOOKED_AT_BYTES).includes(0x3c)) return null;
  // NUL bytes out: the declaration of a UTF-16 document reads the same then.
  const head = [...bytes.subarray(0, LOOKED_AT_BYTES)]
    .filter((byte) => byte !== 0 && byte < 0x80)
    .map((byte) => String.fromCharCode(byte))
    .join('');
  const xml = /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')/.exec(head);
  if (xml !== null) return xml[1] ?? xml[2] ?? null;
  if (!isHtml) return null;
  return /<meta\s[^>]*?charset\s*=\s*["']?\s*([^\s"'/>;]+)/i.exec(head)?.[1] ?? null;
}
