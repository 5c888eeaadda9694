/** One pair of a URL-encoded form. `valid` false: a `%` that is no escape, or bytes that are not UTF-8, shown as they came. */
export interface FormPair {
  readonly name: string;
  readonly value: string;
  readonly valid: boolean;
}

/**
 * Read `application/x-www-form-urlencoded` (WHATWG URL, 5.1), keeping order and repeats. Text that does not decode stays
 * verbatim, so that nothing is made up.
 */
export function parseForm(text: string): readonly FormPair[] {
  return text
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      const name = decode(equals < 0 ? part : part.slice(0, equals));
      const value = decode(equals < 0 ? '' : part.slice(equals + 1));
      return { name: name.text, value: value.text, valid: name.valid && value.valid };
    });
}

function decode(raw: string): { readonly text: string; readonly valid: boolean } {
  try {
    return { text: decodeURIComponent(raw.replaceAll('+', ' ')), valid: true };
  } catch {
    return { text: raw, valid: false };
  }
}
