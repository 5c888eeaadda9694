import { utf8 } from '../bytes.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { AS_WRITTEN, ESCAPINGS, LAYOUTS, printJson } from '../json-print.ts';
import { type JsonNode, numbersOf, treeOf, withNumbers } from '../json-tree.ts';
import { type BodyVariant, firstBody } from './body-variants.ts';

/** Digits that a JSON parser loses: 2.50 becomes 2.5 and 2.00 becomes 2. Put back where money and measures are likely. */
export const jsonNumbers: Hypothesis = {
  code: 'body-reserialized',
  tried: 'The body with zeros after the decimal point put back (2.5 as 2.50, 2 as 2.00 or 2.0), which parsers drop.',
  on: 'body',
  costly: true,
  find: (of) => {
    const tree = treeOf(of.request.body);
    return tree === null ? null : firstBody(of, 'body-reserialized', variants(tree));
  },
};

const MONEY =
  /amount|price|total|cost|fee|tax|rate|balance|charge|value|sum|discount|refund|paid|due|credit|debit|net|gross/i;
const MEASURE = /weight|length|width|height|lat|lng|lon|score|size|distance|percent|ratio|temperature|duration/i;
const MAX_SUBSETS = 9;
/** Numbers for which every choice is tried. */
const MAX_FREE = 5;
const SHAPES = [LAYOUTS[0], LAYOUTS[1], LAYOUTS[2]].filter((layout) => layout !== undefined);

function* variants(tree: JsonNode): Generator<BodyVariant> {
  const numbers = numbersOf(tree);
  if (numbers.length === 0 || numbers.length > 10_000) return;
  const prints = SHAPES.flatMap((layout) =>
    ESCAPINGS.slice(0, 3).map((escaping) => ({
      around: textsAround(tree, numbers, (printed) => printJson(printed, layout, escaping)),
      style: escaping === AS_WRITTEN ? layout.name : `${layout.name}, ${escaping.name}`,
    })),
  );
  for (const texts of restorations(numbers)) {
    for (const { around, style } of prints)
      yield { body: utf8(joined(around, texts)), how: `The body as ${style}, with ${change(numbers, texts)}` };
  }
}

/** What a print has before, between and after its numbers. No JSON text has a NUL in it. */
const textsAround = (tree: JsonNode, numbers: Numbers, print: (tree: JsonNode) => string): readonly string[] =>
  print(
    withNumbers(
      tree,
      numbers.map(() => '\0'),
    ),
  ).split('\0');

const joined = (around: readonly string[], numbers: readonly string[]): string =>
  around.map((text, at) => text + (at < around.length - 1 ? (numbers[at] ?? '') : '')).join('');

type Numbers = ReturnType<typeof numbersOf>;

function change(numbers: Numbers, texts: readonly string[]): string {
  const at = numbers.findIndex(({ text }, index) => text !== texts[index]);
  return at < 0 ? 'its numbers as they are' : `${numbers[at]?.text} written as ${texts[at]}`;
}

function* restorations(numbers: Numbers): Generator<readonly string[]> {
  const two = (text: string): string => padded(text, 2);
  const all = (pick: (key: string, text: string) => boolean, write: (text: string) => string): readonly string[] =>
    numbers.map(({ key, text }) => (pick(key, text) ? write(text) : text));
  const isFraction = (text: string): boolean => text.includes('.');
  yield all((_, text) => isFraction(text), two);
  yield all((key, text) => isFraction(text) || MONEY.test(key), two);
  yield all(
    (key) => MONEY.test(key),
    (text) => padded(text, 1),
  );
  yield all(
    (key) => MONEY.test(key) || MEASURE.test(key),
    (text) => padded(text, 1),
  );
  yield all(
    () => true,
    (text) => padded(text, 1),
  );
  yield all(() => true, withExponent);
  yield all(() => true, asPython);
  yield all(() => true, two);
  const open = numbers.flatMap(({ key, text }, at) =>
    isFraction(text) || MONEY.test(key) || numbers.length <= MAX_SUBSETS ? [at] : [],
  );
  yield* combinations(numbers, open);
}

/** Every choice of none, one and two digits after the point for a few numbers; for some more, of one of the two. */
function* combinations(numbers: Numbers, open: readonly number[]): Generator<readonly string[]> {
  if (open.length > MAX_SUBSETS) return;
  const choices =
    open.length <= MAX_FREE
      ? [[0, 1, 2]]
      : [
          [0, 2],
          [0, 1],
        ];
  for (const places of choices) {
    for (let choice = 1; choice < places.length ** open.length; choice++) {
      yield numbers.map(({ text }, at) => {
        const digit = open.indexOf(at);
        const chosen = digit < 0 ? 0 : (places[Math.floor(choice / places.length ** digit) % places.length] ?? 0);
        return asPython(chosen === 0 ? text : padded(text, chosen));
      });
    }
  }
}

/** 100000 as 1e5, which parsers write out. */
const withExponent = (text: string): string =>
  text.replace(/^(-?[1-9])(0{2,})$/, (_, digit: string, zeros: string) => `${digit}e${zeros.length}`);

/** Numbers as Python prints floats: 1 as 1.0, 1e-7 as 1e-07. */
const asPython = (text: string): string =>
  text.replace(/e([+-]?)(\d)$/i, (_, sign: string, digit: string) => `e${sign}0${digit}`);

/** A number with at least this many digits after the point: 2 as 2.00, 2.5 as 2.50. Exponents stay as they are. */
function padded(text: string, places: number): string {
  if (/[eE]/.test(text)) return text;
  const [whole = '', fraction = ''] = text.split('.');
  return `${whole}.${fraction.padEnd(places, '0')}`;
}
