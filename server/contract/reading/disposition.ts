import { headerText, latin1ToBytes } from '../latin1.ts';

/**
 * A parameter of Content-Disposition as text: the extended form `name*` (RFC 8187) before the plain one, pieces `name*0`,
 * `name*1` (RFC 2231, 3) put together. What does not decode stays as it came. Null when it is not there.
 */
export function dispositionText(parameters: Readonly<Record<string, string>>, name: string): string | null {
  const own = (key: string): string | undefined => (Object.hasOwn(parameters, key) ? parameters[key] : undefined);
  const extended = own(`${name}*`);
  if (extended !== undefined) return decodeExtended(extended) ?? extended;
  const pieces: string[] = [];
  for (let at = 0; ; at++) {
    const piece = own(`${name}*${at}`) ?? own(`${name}*${at}*`);
    if (piece === undefined) break;
    pieces.push(piece);
  }
  if (pieces.length > 0) {
    const all = pieces.join('');
    return own(`${name}*0*`) === undefined ? headerText(all).text : (decodeExtended(all) ?? all);
  }
  const plain = own(name);
  return plain === undefined ? null : headerText(plain).text;
}

/** `charset'language'percent-encoded` (RFC 8187, 3.2.1), or null. */
function decodeExtended(value: string): string | null {
  const [, charset, encoded] = /^([^']*)'[^']*'(.*)$/s.exec(value) ?? [];
  if (charset === undefined || encoded === undefined) return null;
  const bytes = latin1ToBytes(
    encoded.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
  );
  try {
    return new TextDecoder(charset === '' ? 'utf-8' : charset, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
