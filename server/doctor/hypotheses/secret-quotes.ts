import type { Hypothesis } from '../hypothesis.ts';
import { firstSecret, type SecretVariant } from './secret-variants.ts';

/** Quotes around the secret, kept from a .env, YAML or JSON file. */
export const secretQuotes: Hypothesis = {
  code: 'secret-quoted',
  tried: 'The secret without the quotes around it, and with quotes.',
  on: 'secret',
  find: (of) =>
    firstSecret(of, 'secret-quoted', function* (value) {
      yield* withoutQuotes(value);
      yield { value: `"${value}"`, how: 'with quotes around it, so the sender holds it with them' };
      yield { value: `'${value}'`, how: 'with quotes around it, so the sender holds it with them' };
    }),
};

const QUOTES = `"'\`“”‘’«»„<>`;
/** What ends a line of a configuration file after the quote. */
const ENDS = /[,;]\s*$/;

export function* withoutQuotes(value: string): Generator<SecretVariant> {
  const inner = value.trim().replace(ENDS, '');
  const bare = [...inner];
  while (bare.length > 1 && QUOTES.includes(bare[0] ?? ' ')) bare.shift();
  while (bare.length > 1 && QUOTES.includes(bare.at(-1) ?? ' ')) bare.pop();
  if (bare.length < [...inner].length) {
    yield { value: bare.join(''), how: 'without the quotes around it' };
    yield { value: bare.join('').trim(), how: 'without the quotes and blanks around it' };
  }
  const unescaped = bare.join('').replaceAll('\\"', '"').trim();
  if (unescaped !== bare.join('')) yield { value: unescaped, how: 'without the quotes and backslashes in it' };
  const quoted = /^[{[].*?:\s*"([^"]+)"/s.exec(inner)?.[1];
  if (quoted !== undefined) yield { value: quoted, how: 'taken out of the JSON around it' };
}
