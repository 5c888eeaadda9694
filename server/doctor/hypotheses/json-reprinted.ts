import { textOf, utf8 } from '../bytes.ts';
import type { Hypothesis } from '../hypothesis.ts';
import {
  AS_WRITTEN,
  BATCHES,
  COMPACT,
  ESCAPINGS,
  type Escaping,
  LAYOUTS,
  type Layout,
  printJson,
} from '../json-print.ts';
import { type JsonNode, numbersOf, sortedTree, treeOf, withEmpties, withNumbers } from '../json-tree.ts';
import { all, type BodyVariant, firstBody } from './body-variants.ts';

/** JSON that was parsed and printed by another printer: blanks, escapes, key order, number format. */
export const jsonReprinted: Hypothesis = {
  code: 'body-reserialized',
  tried: `The body as JSON printed in ${LAYOUTS.length} layouts and ${ESCAPINGS.length} ways of escaping, keys as they are and sorted.`,
  on: 'body',
  costly: true,
  find: (of) => {
    const tree = treeOf(of.request.body);
    return tree === null
      ? null
      : firstBody(of, 'body-reserialized', all(byJavaScript(of.request.body), variants(tree)));
  },
};

function* byJavaScript(body: Uint8Array): Generator<BodyVariant> {
  const text = JSON.stringify(JSON.parse(textOf(body) ?? '') as unknown);
  yield { body: utf8(text), how: 'JSON.stringify(JSON.parse(body))' };
}

interface Shape {
  readonly tree: JsonNode;
  readonly how: string;
}

/** The layouts, shapes and escapes that nearly all senders use: all of these together, the rare ones with these only. */
const COMMON_LAYOUTS = 4;
const COMMON_SHAPES = 2;
const COMMON_ESCAPINGS = 4;

function* variants(tree: JsonNode): Generator<BodyVariant> {
  const shapes = distinct(shapesOf(tree), (shape) => print(shape.tree, AS_WRITTEN));
  const escapings = distinct(ESCAPINGS, (escaping) => print(tree, escaping));
  const common = escapings.slice(0, COMMON_ESCAPINGS);
  for (const shape of shapes.slice(0, COMMON_SHAPES)) {
    for (const escaping of escapings)
      for (const layout of LAYOUTS.slice(0, COMMON_LAYOUTS)) yield* printed(shape, layout, escaping);
    yield* batches(shape, common);
    for (const escaping of common)
      for (const layout of LAYOUTS.slice(COMMON_LAYOUTS)) yield* printed(shape, layout, escaping);
  }
  for (const shape of shapes.slice(COMMON_SHAPES))
    for (const escaping of common) for (const layout of LAYOUTS) yield* printed(shape, layout, escaping);
}

function* printed({ tree, how }: Shape, layout: Layout, escaping: Escaping): Generator<BodyVariant> {
  const text = printJson(tree, layout, escaping);
  const what = `The body as ${layout.name}${escaping.name && `, ${escaping.name}`}${how}`;
  yield { body: utf8(text), how: what };
  if (layout.indent !== null || escaping === AS_WRITTEN)
    yield { body: utf8(`${text}${layout.newline || '\n'}`), how: `${what}, and a newline` };
}

/** A list whose items stand on lines of their own, as SendGrid sends its batches: `[{…},⏎{…}]⏎`. */
function* batches({ tree, how }: Shape, escapings: readonly Escaping[]): Generator<BodyVariant> {
  if (tree.kind !== 'array' || tree.items.length === 0) return;
  for (const escaping of escapings) {
    for (const layout of LAYOUTS.slice(0, 2)) {
      const items = tree.items.map((item) => printJson(item, layout, escaping));
      for (const end of BATCHES) {
        const what = `The body as a list with one item a line${escaping.name && `, ${escaping.name}`}${how}`;
        const list = `[${items.join(`,${end}`)}]`;
        yield { body: utf8(`${list}${end}`), how: `${what}, and a last line end` };
        yield { body: utf8(list), how: what };
        yield { body: utf8(`[${end}${items.join(`,${end}`)}${end}]`), how: `${what}, brackets on lines of their own` };
      }
    }
  }
}

function shapesOf(tree: JsonNode): readonly Shape[] {
  const canonical = withNumbers(
    tree,
    numbersOf(tree).map((number) => JSON.stringify(Number(number.text))),
  );
  return [
    { tree, how: '' },
    { tree: canonical, how: ', numbers as JavaScript writes them' },
    { tree: withEmpties(tree, 'object'), how: ', {} where [] arrived' },
    { tree: withEmpties(tree, 'array'), how: ', [] where {} arrived' },
    { tree: sortedTree(tree), how: ', keys sorted' },
    { tree: sortedTree(canonical), how: ', keys sorted, numbers as JavaScript writes them' },
  ];
}

const print = (tree: JsonNode, escaping: Escaping): string => printJson(tree, COMPACT, escaping);

/** What gives another text than those before it: most bodies look the same in most ways of printing. */
function distinct<T>(all: readonly T[], textOf: (one: T) => string): readonly T[] {
  const seen = new Set<string>();
  return all.filter((one) => {
    const text = textOf(one);
    return !seen.has(text) && seen.add(text);
  });
}
