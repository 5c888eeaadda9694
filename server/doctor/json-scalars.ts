import type { JsonNode } from './json-tree.ts';

/** A string or number of a JSON document with its dotted path (`data.id`, `items.0.id`). */
export interface Scalar {
  readonly path: string;
  readonly text: string;
}

/** The first `limit` strings and numbers of a document, in order of appearance. */
export function scalarsOf(node: JsonNode, limit = 400): readonly Scalar[] {
  const found: Scalar[] = [];
  const visit = (part: JsonNode, path: string): void => {
    if (found.length >= limit) return;
    const below = (name: string): string => (path === '' ? name : `${path}.${name}`);
    if (part.kind === 'string') found.push({ path, text: part.value });
    else if (part.kind === 'number') found.push({ path, text: part.text });
    else if (part.kind === 'array') for (const [at, item] of part.items.entries()) visit(item, below(String(at)));
    else if (part.kind === 'object') for (const [key, value] of part.entries) visit(value, below(key.value));
  };
  visit(node, '');
  return found;
}
