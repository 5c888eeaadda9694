import { utf8 } from '../bytes.ts';
import type { Case, Hypothesis } from '../hypothesis.ts';
import { AS_WRITTEN, COMPACT, LAYOUTS, printJson } from '../json-print.ts';
import { type JsonNode, numbersOf, treeOf, withNumbers } from '../json-tree.ts';
import { type BodyVariant, firstBody } from './body-variants.ts';

/** Integers beyond 2^53 that look as JavaScript prints them: a parser with 53 bits has rounded them, or would have. */
function rounded(tree: JsonNode): readonly string[] {
  const large = numbersOf(tree).filter(({ text }) => /^-?\d{16,19}$/.test(text) && Math.abs(Number(text)) > 2 ** 53);
  return large.every(({ text }) => String(Number(text)) === text) ? [...new Set(large.map(({ text }) => text))] : [];
}

/** One integer beyond 2^53 was rounded: the few integers that round to it can all be tried. */
export const jsonUnrounded: Hypothesis = {
  code: 'body-reserialized',
  tried: 'The integers that a parser with 53 bits rounds to the one beyond 2^53 in the body.',
  on: 'body',
  costly: true,
  find: (of) => {
    const tree = treeOf(of.request.body);
    const [only, ...others] = tree === null ? [] : rounded(tree);
    if (tree === null || only === undefined || others.length > 0) return null;
    return firstBody(of, 'body-reserialized', restored(tree, only));
  },
};

function* restored(tree: JsonNode, text: string): Generator<BodyVariant> {
  const shown = BigInt(text);
  const numbers = numbersOf(tree);
  const reach = BigInt(2 ** Math.max(1, Math.ceil(Math.log2(Math.abs(Number(text)))) - 53));
  for (const layout of [COMPACT, LAYOUTS[1] ?? COMPACT]) {
    for (let off = 1n; off <= reach; off++) {
      for (const guess of [shown + off, shown - off]) {
        if (Number(guess) !== Number(text)) continue;
        const whole = withNumbers(
          tree,
          numbers.map((number) => (number.text === text ? String(guess) : number.text)),
        );
        yield {
          body: utf8(printJson(whole, layout, AS_WRITTEN)),
          how: `The body with ${guess} where ${text} arrived, which a parser with 53 bits rounds it to,`,
        };
      }
    }
  }
}

/** Several were: what was lost is too much to try, but the integers give it away. */
export const jsonRounded: Hypothesis = {
  code: 'body-reserialized',
  tried: 'Whether all integers beyond 2^53 look as if a parser had rounded them.',
  on: 'body',
  find: (of: Case) => {
    const tree = treeOf(of.request.body);
    const [first] = tree === null ? [] : rounded(tree);
    return first === undefined
      ? null
      : {
          code: 'body-reserialized',
          proof: `Every integer beyond 2^53, such as ${first}, is one that JavaScript prints: its last digits were rounded away by a JSON parser and cannot be put back.`,
        };
  },
};
