import { type JsonTree, nodeAt } from './json-tree.ts';

/** One visible line of a JSON tree. */
export interface JsonRow {
  readonly node: number;
  readonly depth: number;
}

/** Trees up to this many nodes are shown open; of larger ones only the first two levels are. */
export const OPEN_NODES = 2_000;

/** Whether a container is open, given those that the user turned over. */
export function isOpen(tree: JsonTree, node: number, depth: number, turned: ReadonlySet<number>): boolean {
  return (tree.count <= OPEN_NODES || depth < 2) !== turned.has(node);
}

/** The lines of a tree that are visible, in order, given the containers that the user turned over. */
export function visibleRows(tree: JsonTree, turned: ReadonlySet<number>): readonly JsonRow[] {
  const rows: JsonRow[] = [];
  const ends: number[] = [];
  let node = 0;
  while (node < tree.count) {
    while (ends.length > 0 && node >= (ends.at(-1) as number)) ends.pop();
    const depth = ends.length;
    rows.push({ node, depth });
    const { children, next } = nodeAt(tree, node);
    if (children > 0 && isOpen(tree, node, depth, turned)) {
      ends.push(next);
      node++;
    } else {
      node = next;
    }
  }
  return rows;
}

/** The value of a node as written in the text. */
export function jsonText(tree: JsonTree, node: number): string {
  const { start, end } = nodeAt(tree, node);
  return tree.text.slice(start, end);
}

/** What to copy for a node: the characters of a string, any other value as written. */
export function copyText(tree: JsonTree, node: number): string {
  const raw = jsonText(tree, node);
  return raw.startsWith('"') ? unquote(raw) : raw;
}

/** The JSONPath of a node (RFC 9535, 2.7, with dots where a key allows it): `$.data.items[0]["a b"]`. */
export function jsonPath(tree: JsonTree, node: number): string {
  const steps: string[] = [];
  for (let at = node; at >= 0; ) {
    const { key, index, parent } = nodeAt(tree, at);
    if (parent < 0) break;
    const name = key === null ? null : unquote(key);
    if (name === null) steps.push(`[${index}]`);
    else steps.push(/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`);
    at = parent;
  }
  return `$${steps.reverse().join('')}`;
}

function unquote(raw: string): string {
  try {
    return String(JSON.parse(raw));
  } catch {
    return raw;
  }
}
