import type { Hypothesis } from '../hypothesis.ts';
import { firstSecret, type SecretVariant } from './secret-variants.ts';

/** Blanks, newlines and invisible characters in the secret: pasted along, or written by `echo`. */
export const secretWhitespace: Hypothesis = {
  code: 'secret-has-whitespace',
  tried: 'The secret without blanks, newlines and invisible characters, and with a newline at its end.',
  on: 'secret',
  find: (of) =>
    firstSecret(of, 'secret-has-whitespace', function* (value) {
      yield* withoutBlanks(value);
      yield* withBlanks(value);
    }),
};

const INVISIBLE = /[\p{Cf}\p{Cc}\p{Z}]/gu;
/** A line end that was written out by a program that does not know the sign. */
const WRITTEN_END = /(?:\\r)?(?:\\n)+$/;

export function* withoutBlanks(value: string): Generator<SecretVariant> {
  if (value !== value.trim()) yield { value: value.trim(), how: 'without the blanks around it' };
  const bare = value.replace(INVISIBLE, '');
  if (bare !== value) yield { value: bare, how: 'without the blanks and invisible characters in it' };
  if (WRITTEN_END.test(bare)) yield { value: bare.replace(WRITTEN_END, ''), how: 'without the `\\n` at its end' };
}

function* withBlanks(value: string): Generator<SecretVariant> {
  if (value.startsWith('-----')) return;
  yield { value: `${value}\n`, how: 'with a newline at its end, so the sender holds it with one' };
  yield { value: `${value}\r\n`, how: 'with CRLF at its end, so the sender holds it with one' };
  yield { value: ` ${value}`, how: 'with a blank before it, so the sender holds it with one' };
  yield { value: `${value} `, how: 'with a blank after it, so the sender holds it with one' };
}
