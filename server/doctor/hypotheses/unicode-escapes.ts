import { textOf, utf8 } from '../bytes.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { type BodyVariant, firstBody } from './body-variants.ts';

/** Characters written as \uXXXX or as themselves, everything else untouched: works on any text, not only on JSON. */
export const unicodeEscapes: Hypothesis = {
  code: 'body-unicode-escaped',
  tried: 'The body with characters as \\uXXXX (small and capital digits, with and without \\/), and with none.',
  on: 'body',
  costly: true,
  find: (of) => {
    const text = textOf(of.request.body);
    return text === null ? null : firstBody(of, 'body-unicode-escaped', variants(text));
  },
};

function* variants(text: string): Generator<BodyVariant> {
  const plain = text.replace(/(?<!\\)((?:\\\\)*)\\u([0-9a-fA-F]{4})/g, (whole, before: string, hex: string) => {
    const code = Number.parseInt(hex, 16);
    return code < 0x20 || code === 0x22 || code === 0x5c ? whole : before + String.fromCharCode(code);
  });
  const ascii = (source: string, capital: boolean): string =>
    source.replace(/[^\x00-\x7e]/g, (char) => {
      const hex = char.charCodeAt(0).toString(16).padStart(4, '0');
      return `\\u${capital ? hex.toUpperCase() : hex}`;
    });
  const unslashed = plain.replaceAll('\\/', '/');
  const slashed = unslashed.replaceAll('/', '\\/');
  const html = (source: string): string =>
    source.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const ways: readonly (readonly [how: string, body: () => string])[] = [
    ['The body with its \\uXXXX sequences turned into characters', () => plain],
    ['The body with its characters turned into \\uXXXX', () => ascii(plain, false)],
    ['The body with its characters turned into \\uXXXX with capital digits', () => ascii(plain, true)],
    ['The body with its characters turned into \\uXXXX and \\/ into /', () => ascii(unslashed, false)],
    ['The body with its characters turned into \\uXXXX and / into \\/', () => ascii(slashed, false)],
    ['The body with / turned into \\/', () => slashed],
    ['The body with \\/ turned into /', () => unslashed],
    ['The body with <, > and & turned into \\u003c, \\u003e and \\u0026', () => html(plain)],
    ['The body with <, >, & and all characters turned into \\uXXXX', () => html(ascii(plain, false))],
  ];
  for (const [how, body] of ways) yield { body: utf8(body()), how };
}
