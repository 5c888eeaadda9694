import type { Hypothesis } from '../hypothesis.ts';
import { firstSecret, type SecretVariant } from './secret-variants.ts';

/** A secret copied out of a URL, or put through one. */
export const secretUrlEncoded: Hypothesis = {
  code: 'secret-url-encoded',
  tried: 'The secret with its percent escapes decoded, with `+` for blanks, and in base64url letters.',
  on: 'secret',
  find: (of) =>
    firstSecret(of, 'secret-url-encoded', function* (value) {
      yield* withoutEscapes(value);
      yield { value: value.replaceAll('-', '+').replaceAll('_', '/'), how: 'with + and / instead of - and _' };
      yield { value: value.replaceAll('+', '-').replaceAll('/', '_'), how: 'with - and _ instead of + and /' };
    }),
};

export function* withoutEscapes(value: string): Generator<SecretVariant> {
  try {
    if (/%[0-9a-f]{2}/i.test(value))
      yield { value: decodeURIComponent(value), how: 'once its percent escapes are decoded' };
  } catch {
    // Not percent-encoded: nothing to decode.
  }
  if (/\S \S/.test(value)) yield { value: value.replaceAll(' ', '+'), how: 'with + instead of blanks' };
}
