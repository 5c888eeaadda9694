import { utf8 } from './bytes.ts';
import type { BodyVariant } from './hypotheses/body-variants.ts';
import { AS_WRITTEN, ESCAPINGS, type Escaping, LAYOUTS, type Layout, printJson } from './json-print.ts';
import {
  byLength,
  emptiesOf,
  escapable,
  type JsonNode,
  numbersOf,
  sortedTree,
  withEmpties,
  withNumbers,
  withScalars,
} from './json-tree.ts';
import { lazily, taken } from './lazily.ts';

/** A tree as it may have been, and how it came about. */
export interface Shape {
  readonly tree: JsonNode;
  readonly how: string;
}

/** What a tree can be printed as: in each group those that give a text of their own, the common ones first. */
export interface Reprints {
  readonly shapes: Readonly<Record<'asTheyAre' | 'sorted' | 'emptied' | 'retyped' | 'lessened', readonly Shape[]>>;
  readonly layouts: { readonly usual: readonly Layout[]; readonly rare: Iterable<Layout> };
  readonly escapings: Readonly<Record<'common' | 'all', Iterable<Escaping>>>;
}

/** The layouts and escapes that nearly all senders use. */
const USUAL_LAYOUTS = 7;
const COMMON_ESCAPINGS = 4;

const known = new WeakMap<JsonNode, Reprints>();

/** The ways in which a tree can be printed; most trees look the same in most of them. What is not asked for is not printed. */
export function reprintsOf(tree: JsonNode): Reprints {
  const reprints = known.get(tree) ?? reprintsFor(tree);
  known.set(tree, reprints);
  return reprints;
}

function reprintsFor(tree: JsonNode): Reprints {
  const usual = LAYOUTS.slice(0, USUAL_LAYOUTS);
  const all = lazily(() => distinctEscapings(tree));
  return {
    shapes: shapesOf(tree),
    layouts: { usual, rare: lazily(() => distinctLayouts(tree, usual)) },
    escapings: { common: taken(all, COMMON_ESCAPINGS), all },
  };
}

function* distinctEscapings(tree: JsonNode): Generator<Escaping> {
  const strings = [...escapable(tree)];
  const before: Escaping[] = [];
  for (const escaping of ESCAPINGS) {
    const isNew = before.every((other) => strings.some((text) => other.write(text) !== escaping.write(text)));
    if (!isNew) continue;
    before.push(escaping);
    yield escaping;
  }
}

/** The layouts in which the tree looks unlike in the usual ones and in those before. */
function* distinctLayouts(tree: JsonNode, usual: readonly Layout[]): Generator<Layout> {
  const seen = new Set<string>();
  for (const layout of LAYOUTS) {
    const text = printJson(tree, layout, AS_WRITTEN);
    if (!seen.has(text) && !usual.includes(layout)) yield layout;
    seen.add(text);
  }
}

/** Each shape in each layout and escaping, with and without a line end after it. */
export function* printed(
  shapes: readonly Shape[],
  layouts: Iterable<Layout>,
  escapings: Iterable<Escaping>,
): Generator<BodyVariant> {
  for (const { tree, how } of shapes) {
    for (const escaping of escapings) {
      for (const layout of layouts) {
        const text = printJson(tree, layout, escaping);
        const what = `The body as ${layout.name}${escaping.name && `, ${escaping.name}`}${how}`;
        yield { body: utf8(text), how: what };
        yield { body: utf8(`${text}${layout.newline || '\n'}`), how: `${what}, and a newline` };
      }
    }
  }
}

/** The tree as it may have been: with its own numbers and those of JavaScript, with sorted keys, with other empty brackets. */
function shapesOf(tree: JsonNode): Reprints['shapes'] {
  const numbers = numbersOf(tree).map((number) => JSON.stringify(Number(number.text)));
  const canonical = withNumbers(tree, numbers);
  const asTheyAre = [
    { tree, how: '' },
    { tree: canonical, how: ', numbers as JavaScript writes them' },
  ];
  const sorted = [
    { tree: sortedTree(tree), how: ', keys sorted' },
    { tree: sortedTree(canonical), how: ', keys sorted, numbers as JavaScript writes them' },
    { tree: sortedTree(tree, byLength), how: ', shorter keys first, as PostgreSQL and MySQL keep them' },
  ];
  // What changes nothing gives the same tree.
  const seen = new Set<JsonNode>();
  const fresh = (shapes: Iterable<Shape>): readonly Shape[] =>
    [...shapes].filter((shape) => !seen.has(shape.tree) && seen.add(shape.tree));
  return {
    asTheyAre: fresh(asTheyAre),
    sorted: fresh(sorted),
    emptied: fresh(emptied(tree)),
    retyped: fresh(retyped(tree)),
    lessened: fresh(lessened(tree)),
  };
}

/** Empty brackets for which every choice is tried. */
const MAX_FREE_EMPTIES = 4;

function* emptied(tree: JsonNode): Generator<Shape> {
  const kinds = emptiesOf(tree);
  if (kinds.length === 0) return;
  yield {
    tree: withEmpties(
      tree,
      kinds.map(() => 'object'),
    ),
    how: ', {} where [] arrived',
  };
  yield {
    tree: withEmpties(
      tree,
      kinds.map(() => 'array'),
    ),
    how: ', [] where {} arrived',
  };
  if (kinds.length > MAX_FREE_EMPTIES) return;
  for (let choice = 1; choice < 2 ** kinds.length; choice++) {
    const chosen = kinds.map((_, at) => ((choice >> at) & 1 ? 'array' : 'object'));
    yield { tree: withEmpties(tree, chosen), how: ', some of its [] as {} or its {} as []' };
  }
}

/** Numbers and words that became texts on the way (XML and forms know nothing else), or texts that became numbers. */
function* retyped(tree: JsonNode): Generator<Shape> {
  const isNumber = (text: string): boolean => /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,12})?$/.test(text);
  const isWord = (text: string): boolean => /^(?:true|false|null)$/.test(text);
  const bare =
    (also: (text: string) => boolean) =>
    (node: JsonNode): JsonNode => {
      if (node.kind !== 'string') return node;
      if (isNumber(node.value)) return { kind: 'number', text: node.value };
      return also(node.value) ? { kind: 'word', text: node.value } : node;
    };
  const quoted = (node: JsonNode): JsonNode =>
    node.kind === 'number' ? { kind: 'string', text: `"${node.text}"`, value: node.text, isPlain: true } : node;
  yield {
    tree: withScalars(
      tree,
      bare(() => false),
    ),
    how: ', texts of digits as numbers',
  };
  yield { tree: withScalars(tree, bare(isWord)), how: ', texts of digits, true, false and null without quotes' };
  yield { tree: withScalars(tree, quoted), how: ', numbers as texts' };
}

/** Members of which each one may have been added on the way. */
const MOST_MEMBERS = 24;

function* lessened(tree: JsonNode): Generator<Shape> {
  if (tree.kind !== 'object' || tree.entries.length < 2 || tree.entries.length > MOST_MEMBERS) return;
  for (const [at, [key]] of tree.entries.entries())
    yield {
      tree: { kind: 'object', entries: tree.entries.toSpliced(at, 1) },
      how: `, without ${/^[\w.-]{1,40}$/.test(key.value) ? `\`${key.value}\`` : 'one member'}, which was added`,
    };
}
