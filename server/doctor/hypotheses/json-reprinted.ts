import { textOf, utf8 } from '../bytes.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { AS_WRITTEN, COMPACT, ESCAPINGS, type Escaping, LAYOUTS, printJson } from '../json-print.ts';
import { type JsonNode, numbersOf, parseJsonTree, sortedTree, withNumbers } from '../json-tree.ts';
import { type BodyVariant, firstBody } from './body-variants.ts';

/** JSON that was parsed and printed by another printer: blanks, escapes, key order, number format. */
export const jsonReprinted: Hypothesis = {
  code: 'body-reserialized',
  tried: `The body as JSON printed in ${LAYOUTS.length} layouts and ${ESCAPINGS.length} ways of escaping, keys as they are and sorted.`,
  on: 'body',
  costly: true,
  find: (of) => {
    const text = textOf(of.request.body);
    const tree = text === null ? null : parseJsonTree(text);
    return text === null || tree === null ? null : firstBody(of, 'body-reserialized', variants(text, tree));
  },
};

function* variants(text: string, tree: JsonNode): Generator<BodyVariant> {
  yield { body: utf8(JSON.stringify(JSON.parse(text))), how: 'JSON.stringify(JSON.parse(body))' };
  const canonical = withNumbers(
    tree,
    numbersOf(tree).map((number) => JSON.stringify(Number(number.text))),
  );
  const trees = [
    { tree, how: '' },
    { tree: canonical, how: ', numbers as JavaScript writes them' },
    { tree: sortedTree(tree), how: ', keys sorted' },
    { tree: sortedTree(canonical), how: ', keys sorted, numbers as JavaScript writes them' },
  ];
  const shapes = distinct(trees, (shape) => print(shape.tree, AS_WRITTEN));
  const escapings = distinct(ESCAPINGS, (escaping) => print(tree, escaping));
  for (const escaping of escapings) {
    for (const shape of shapes) {
      for (const layout of LAYOUTS) {
        const how = `The body as ${layout.name}${escaping.name && `, ${escaping.name}`}${shape.how}`;
        const printed = printJson(shape.tree, layout, escaping);
        yield { body: utf8(printed), how };
        if (layout.indent !== null) yield { body: utf8(`${printed}${layout.newline}`), how: `${how}, and a newline` };
      }
    }
  }
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
