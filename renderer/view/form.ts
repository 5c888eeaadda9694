import { latin1ToBytes } from '../../server/contract/latin1.ts';

/** One pair of a URL-encoded form. `valid` false: a `%` that is no escape, or bytes that do not fit, shown as they came. */
export interface FormPair {
  readonly name: string;
  readonly value: string;
  readonly valid: boolean;
}

/** Pairs that are listed at most. */
export const MOST_PAIRS = 10_000;

/**
 * Read `application/x-www-form-urlencoded` (WHATWG URL, 5.1), keeping order and repeats. Escapes are UTF-8, or the announced
 * `charset` where they are not. Text that does not decode stays verbatim, so that nothing is made up.
 */
export function parseForm(text: string, charset = 'utf-8', most: number = MOST_PAIRS): readonly FormPair[] {
  const pairs: FormPair[] = [];
  for (let from = 0; from <= text.length && pairs.length < most; ) {
    const and = text.indexOf('&', from);
    const to = and < 0 ? text.length : and;
    const part = text.slice(from, to);
    from = to + 1;
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = decode(equals < 0 ? part : part.slice(0, equals), charset);
    const value = decode(equals < 0 ? '' : part.slice(equals + 1), charset);
    pairs.push({ name: name.text, value: value.text, valid: name.valid && value.valid });
  }
  return pairs;
}

function decode(raw: string, charset: string): { readonly text: string; readonly valid: boolean } {
  const spaced = raw.replaceAll('+', ' ');
  try {
    return { text: decodeURIComponent(spaced), valid: true };
  } catch {
    if (charset === 'utf-8' || /%(?![0-9a-f]{2})/i.test(spaced)) return { text: raw, valid: false };
  }
  try {
    const decoder = new TextDecoder(charset, { fatal: true, ignoreBOM: true });
    const text = spaced.replace(/(?:%[0-9a-f]{2})+/gi, (run) => decoder.decode(latin1ToBytes(fromHex(run))));
    return { text, valid: true };
  } catch {
    return { text: raw, valid: false };
  }
}

const fromHex = (run: string): string =>
  run.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
