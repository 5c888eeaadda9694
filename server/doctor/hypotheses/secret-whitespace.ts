import type { Hypothesis } from '../hypothesis.ts';
import { firstSecret } from './secret-variants.ts';

/** Blanks, newlines and invisible characters in the secret: pasted along, or written by `echo`. */
export const secretWhitespace: Hypothesis = {
  code: 'secret-has-whitespace',
  tried: 'The secret without blanks, newlines and invisible characters, and with a newline at its end.',
  on: 'secret',
  find: (of) => firstSecret(of, 'secret-has-whitespace', variants),
};

const INVISIBLE = /[\p{Cf}\p{Cc}\p{Z}]/gu;

function* variants(value: string) {
  yield { value: value.trim(), how: 'without the blanks around it' };
  yield { value: value.replace(INVISIBLE, ''), how: 'without the blanks and invisible characters in it' };
  if (value.startsWith('-----')) return;
  yield { value: `${value}\n`, how: 'with a newline at its end, so the sender holds it with one' };
  yield { value: `${value}\r\n`, how: 'with CRLF at its end, so the sender holds it with one' };
  yield { value: ` ${value}`, how: 'with a blank before it, so the sender holds it with one' };
  yield { value: `${value} `, how: 'with a blank after it, so the sender holds it with one' };
}
