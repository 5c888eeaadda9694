/**
 * The charset that a form names within itself, as HTML forms with a field `_charset_` do (WHATWG HTML, 4.10.21.5) and PayPal's
 * notifications with `charset`; null where it names none that is known.
 */
export function formCharset(text: string): string | null {
  const [, label] = /(?:^|&)_?charset_?=([\w.:-]{1,40})(?:&|$)/i.exec(text) ?? [];
  if (label === undefined) return null;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}
