import type { Hypothesis } from '../hypothesis.ts';
import { ESCAPINGS, LAYOUTS } from '../json-print.ts';
import { printed, reprintsOf } from '../json-reprints.ts';
import { type JsonNode, treeOf } from '../json-tree.ts';
import { taken } from '../lazily.ts';
import { type BodyVariant, firstBody } from './body-variants.ts';

/** The same as json-reprinted.ts for printers that are met less often, whose many combinations come after all else. */
export const jsonReprintedRarely: Hypothesis = {
  code: 'body-reserialized',
  tried: `The body as JSON printed in ${LAYOUTS.length} layouts and ${ESCAPINGS.length} ways of escaping, keys sorted in two ways, [] and {} exchanged, numbers as texts, and without one member.`,
  on: 'body',
  costly: true,
  find: (of) => {
    const tree = treeOf(of.request.body);
    return tree === null ? null : firstBody(of, 'body-reserialized', variants(tree));
  },
};

/** Layouts of PHP, which cannot tell an empty list from an empty object. */
const PHP_LAYOUTS = LAYOUTS.filter(({ indent, colon }) => (indent === null ? colon === ':' : indent === '    '));
/** So many choices of brackets are tried in all usual layouts. */
const FEW_CHOICES = 3;

function* variants(tree: JsonNode): Generator<BodyVariant> {
  const { shapes, layouts, escapings } = reprintsOf(tree);
  const isFew = shapes.emptied.length <= FEW_CHOICES;
  yield* printed(shapes.sorted, layouts.usual, escapings.all);
  yield* printed(shapes.retyped, layouts.usual.slice(0, 4), taken(escapings.common, 2));
  yield* printed(shapes.asTheyAre.slice(0, 1), layouts.rare, escapings.all);
  yield* printed(shapes.emptied, isFew ? layouts.usual : PHP_LAYOUTS, escapings.common);
  yield* printed(shapes.lessened, layouts.usual.slice(0, 4), taken(escapings.common, 2));
  yield* printed([...shapes.asTheyAre.slice(1), ...shapes.sorted], layouts.rare, escapings.common);
}
