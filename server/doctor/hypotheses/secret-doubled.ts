import type { Hypothesis } from '../hypothesis.ts';
import { firstSecret, type SecretVariant } from './secret-variants.ts';

/** The secret pasted twice (or more), one behind the other or on lines of their own; or with letters of another case. */
export const secretDoubled: Hypothesis = {
  code: 'wrong-secret',
  tried: 'One half of the secret, in case that it was pasted twice, and the secret in capitals and in small letters.',
  on: 'secret',
  find: (of) =>
    firstSecret(of, 'wrong-secret', function* (value) {
      yield* onceOnly(value);
      if (value.length > 400) return;
      yield { value: value.toLowerCase(), how: 'in small letters' };
      yield { value: value.toUpperCase(), how: 'in capitals' };
    }),
};

export function* onceOnly(value: string): Generator<SecretVariant> {
  const repeated = /^\s*(\S.{3,}?)(?:[\s,;]*\1)+\s*$/s.exec(value.slice(0, 1_000))?.[1];
  if (repeated !== undefined && value.length <= 1_000)
    yield { value: repeated.trim(), how: 'when it is taken once: it was pasted more than once' };
}
