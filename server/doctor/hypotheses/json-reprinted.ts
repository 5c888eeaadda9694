import { textOf, utf8 } from '../bytes.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { BATCHES, ESCAPINGS, type Escaping, LAYOUTS, printJson } from '../json-print.ts';
import { printed, reprintsOf, type Shape } from '../json-reprints.ts';
import { type JsonNode, treeOf } from '../json-tree.ts';
import { all, type BodyVariant, firstBody } from './body-variants.ts';

/** JSON that was parsed and printed by another printer: blanks, escapes, key order, number format. */
export const jsonReprinted: Hypothesis = {
  code: 'body-reserialized',
  tried: `The body as JSON printed in the usual layouts and ${ESCAPINGS.length} ways of escaping, keys as they are and sorted.`,
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

function* variants(tree: JsonNode): Generator<BodyVariant> {
  const { shapes, layouts, escapings } = reprintsOf(tree);
  yield* printed(shapes.asTheyAre, layouts.usual, escapings.all);
  for (const shape of shapes.asTheyAre) yield* batches(shape, escapings.common);
  yield* printed(shapes.sorted.slice(0, 1), layouts.usual, escapings.common);
}

/** A list whose items stand on lines of their own, as SendGrid sends its batches: `[{…},⏎{…}]⏎`. */
function* batches({ tree, how }: Shape, escapings: Iterable<Escaping>): Generator<BodyVariant> {
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
