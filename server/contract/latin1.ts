/** The bytes of a string with one character per byte (header values, HeaderLine). Characters above 255 lose their high bits. */
export function latin1ToBytes(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at) & 0xff;
  return bytes;
}

/** Bytes as a string with one character per byte: true Latin-1, unlike TextDecoder's `latin1`, which is windows-1252. */
export function bytesToLatin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return text;
}

/** A header value for the eye: `decoded` tells that its bytes above 127 are valid UTF-8 and were read as such. */
export interface HeaderText {
  readonly text: string;
  readonly decoded: boolean;
}

/** Read a header value: as UTF-8 where it holds such bytes, otherwise as it is. */
export function headerText(value: string): HeaderText {
  if (!/[\x80-\xff]/.test(value)) return { text: value, decoded: false };
  try {
    return {
      text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(latin1ToBytes(value)),
      decoded: true,
    };
  } catch {
    return { text: value, decoded: false };
  }
}

/** A text as a header value: characters above 127 become their UTF-8 bytes, one character each. */
export function toHeaderValue(text: string): string {
  return /[^\x00-\x7f]/.test(text) ? bytesToLatin1(new TextEncoder().encode(text)) : text;
}
