import type { Hypothesis } from '../hypothesis.ts';
import { firstSecret } from './secret-variants.ts';

/** A secret copied out of a URL, or put through one. */
export const secretUrlEncoded: Hypothesis = {
  code: 'secret-url-encoded',
  tried: 'The secret with its percent escapes decoded, with `+` for blanks, and in base64url letters.',
  on: 'secret',
  find: (of) => firstSecret(of, 'secret-url-encoded', variants),
};

function* variants(value: string) {
  try {
    yield { value: decodeURIComponent(value), how: 'once its percent escapes are decoded' };
  } catch {
    // Not percent-encoded: nothing to decode.
  }
  yield { value: value.replaceAll(' ', '+'), how: 'with + instead of blanks' };
  yield { value: value.replaceAll('-', '+').replaceAll('_', '/'), how: 'with + and / instead of - and _' };
  yield { value: value.replaceAll('+', '-').replaceAll('/', '_'), how: 'with - and _ instead of + and /' };
}
