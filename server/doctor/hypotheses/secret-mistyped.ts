import type { Credential } from '../../providers/provider.ts';
import { sameBytes } from '../bytes.ts';
import type { Case, Hypothesis } from '../hypothesis.ts';
import { type KeyForm, keyForms } from '../keys.ts';
import { hmac } from '../rule.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/-_=';
const MAX_LENGTH = 100;

/** One character of the secret was lost, added or mistyped when it was copied. */
export const secretMistyped: Hypothesis = {
  code: 'wrong-secret',
  tried: 'The secret with one character lost, added or mistyped.',
  on: 'secret',
  costly: true,
  find: (of) => {
    const first = of.own[0];
    if (first === undefined || first.value.length > MAX_LENGTH) return null;
    const fits = fitting(of, first);
    for (const { value, how } of misspellings(first.value)) {
      if (fits(value)) return { code: 'wrong-secret', proof: `The secret fits ${how}.` };
    }
    return null;
  },
};

/** Whether a secret fits: by the provider's rule where it is known, which spares the check. */
function fitting(of: Case, first: Credential): (value: string) => boolean {
  const { rule, evidence } = of;
  const signed = evidence?.signed;
  if (rule === null || signed == null) return (value) => of.fitsWith({ ...first, value });
  const wanted = of.tokens.filter(({ bytes }) => bytes.byteLength === rule.expected.byteLength);
  return (value) => {
    const key = of.mayCompute(signed) ? keyOf(rule.key.form, value) : null;
    if (key === null) return false;
    const made = hmac(rule.hash, key, signed);
    return wanted.some(({ bytes }) => sameBytes(bytes, made));
  };
}

function keyOf(form: KeyForm['form'], value: string): Uint8Array | null {
  if (form === 'text') return Buffer.from(value, 'utf8');
  return keyForms(value).find((key) => key.form === form)?.bytes ?? null;
}

interface Misspelling {
  readonly value: string;
  readonly how: string;
}

/** Characters that are taken for one another when read or typed. */
const CONFUSED = ['0Oo', '1lIi', '2Z', '5S', '6b', '8B', '9gq', 'uv', 'nm', 'cC', '-_', '+/'];

function* misspellings(secret: string): Generator<Misspelling> {
  const end = secret.length - 1;
  for (const letter of LETTERS) {
    yield { value: secret + letter, how: 'with one more character at its end: it was not copied whole' };
    yield { value: letter + secret, how: 'with one more character at its start: it was not copied whole' };
    yield { value: secret.slice(0, end) + letter, how: 'with another character at its end' };
    yield { value: letter + secret.slice(1), how: 'with another character at its start' };
  }
  for (const [at, char] of [...secret].entries()) {
    const before = secret.slice(0, at);
    const after = secret.slice(at + char.length);
    yield { value: before + after, how: `without its character ${at + 1}` };
    yield { value: before + char + char + after, how: `with its character ${at + 1} doubled` };
    yield {
      value: before + after.slice(0, 1) + char + after.slice(1),
      how: `with its characters ${at + 1} and ${at + 2} exchanged`,
    };
    for (const other of lookalikes(char)) {
      yield { value: before + other + after, how: `with another character in place ${at + 1} of ${secret.length}` };
    }
  }
}

const lookalikes = (char: string): readonly string[] =>
  [char.toLowerCase(), char.toUpperCase(), ...CONFUSED.filter((group) => group.includes(char)).join('')].filter(
    (other) => other !== char,
  );
