import type { Hypothesis } from '../hypothesis.ts';
import { firstSecret } from './secret-variants.ts';

/** Quotes around the secret, kept from a .env, YAML or JSON file. */
export const secretQuotes: Hypothesis = {
  code: 'secret-quoted',
  tried: 'The secret without the quotes around it, and with quotes.',
  on: 'secret',
  find: (of) => firstSecret(of, 'secret-quoted', variants),
};

const QUOTES = `"'\`“”‘’«»„<>`;

function* variants(value: string) {
  const bare = [...value.trim()];
  while (bare.length > 1 && QUOTES.includes(bare[0] ?? ' ')) bare.shift();
  while (bare.length > 1 && QUOTES.includes(bare.at(-1) ?? ' ')) bare.pop();
  yield { value: bare.join(''), how: 'without the quotes around it' };
  yield { value: bare.join('').replaceAll('\\"', '"').trim(), how: 'without the quotes and backslashes in it' };
  yield { value: `"${value}"`, how: 'with quotes around it, so the sender holds it with them' };
  yield { value: `'${value}'`, how: 'with quotes around it, so the sender holds it with them' };
}
