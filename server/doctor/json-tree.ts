import { textOf } from './bytes.ts';

/** Where a node stands in the text that was read: first character, and the one after the last. */
type Place = readonly [from: number, to: number];

/** JSON as it was written: key order, duplicate keys, escapes and digits are kept, blanks are not. */
export type JsonNode =
  | { readonly kind: 'object'; readonly entries: readonly Entry[]; readonly at?: Place }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[]; readonly at?: Place }
  | JsonString
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'word'; readonly text: string };

export type Entry = readonly [key: JsonString, value: JsonNode];

export interface JsonString {
  readonly kind: 'string';
  /** The literal with its quotes, as written. */
  readonly text: string;
  readonly value: string;
  /** Whether it has nothing that any printer would escape. */
  readonly isPlain: boolean;
}

/** Characters that every printer writes as they are. */
const PLAIN = /^"[\w .,:;-]*"$/;

const TOKEN = /\s*("[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*|true|false|null|[{}[\],:])/y;
const MAX_DEPTH = 200;

/** Read JSON; null when it is not valid JSON or is nested deeper than 200 levels. */
export function parseJsonTree(text: string): JsonNode | null {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  TOKEN.lastIndex = 0;
  const strings = new Map<string, JsonString>();
  const tokens: Tokens = {
    next: () => TOKEN.exec(text)?.[1] ?? '',
    at: () => TOKEN.lastIndex,
    string: (token) => {
      const known = strings.get(token);
      if (known !== undefined) return known;
      const fresh: JsonString = {
        kind: 'string',
        text: token,
        value: JSON.parse(token) as string,
        isPlain: PLAIN.test(token),
      };
      strings.set(token, fresh);
      return fresh;
    },
  };
  return readNode(tokens.next(), tokens, 0);
}

const trees = new WeakMap<Uint8Array, JsonNode | null>();

/** The JSON of a body; null when it is none. Read once for each body, since every hypothesis asks for it. */
export function treeOf(body: Uint8Array): JsonNode | null {
  const known = trees.get(body);
  if (known !== undefined) return known;
  const tree = parseJsonTree(textOf(body) ?? '');
  trees.set(body, tree);
  return tree;
}

interface Tokens {
  readonly next: () => string;
  /** The place after the token that was read last. */
  readonly at: () => number;
  /** The string of a token; equal tokens give the same one. */
  readonly string: (token: string) => JsonString;
}

function readNode(token: string, tokens: Tokens, depth: number): JsonNode | null {
  if (depth > MAX_DEPTH) return null;
  if (token === '{') return readObject(tokens, depth);
  if (token === '[') return readArray(tokens, depth);
  if (token.startsWith('"')) return tokens.string(token);
  return { kind: /^[tfn]/.test(token) ? 'word' : 'number', text: token };
}

function readObject(tokens: Tokens, depth: number): JsonNode | null {
  const { next, at, string } = tokens;
  const from = at() - 1;
  const entries: Entry[] = [];
  for (let token = next(); token !== '}' && token !== ''; token = next()) {
    const key = string(token === ',' ? next() : token);
    next();
    const value = readNode(next(), tokens, depth + 1);
    if (value === null) return null;
    entries.push([key, value]);
  }
  return { kind: 'object', entries, at: [from, at()] };
}

function readArray(tokens: Tokens, depth: number): JsonNode | null {
  const { next, at } = tokens;
  const from = at() - 1;
  const items: JsonNode[] = [];
  for (let token = next(); token !== ']' && token !== ''; token = next()) {
    const value = readNode(token === ',' ? next() : token, tokens, depth + 1);
    if (value === null) return null;
    items.push(value);
  }
  return { kind: 'array', items, at: [from, at()] };
}

type Order = (a: string, b: string) => number;

export const byCodeUnits: Order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** The order in which PostgreSQL's jsonb and MySQL's JSON keep keys: shorter ones first (in bytes), then by bytes. */
export const byLength: Order = (a, b) => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length - right.length || left.compare(right);
};

/** The same JSON with its keys in an order, that of code units unless another is given; the very same tree where they are in it. */
export function sortedTree(node: JsonNode, order: Order = byCodeUnits): JsonNode {
  const deep = mapped(node, (part) => sortedTree(part, order));
  if (deep.kind !== 'object') return deep;
  const entries = deep.entries.toSorted(([a], [b]) => order(a.value, b.value));
  return entries.every((entry, at) => entry === deep.entries[at]) ? deep : { kind: 'object', entries };
}

/** The node with what is below it changed; the very same node where nothing changes. */
function mapped(node: JsonNode, change: (part: JsonNode) => JsonNode): JsonNode {
  if (node.kind === 'array') {
    const items = node.items.map(change);
    return items.every((item, at) => item === node.items[at]) ? node : { kind: 'array', items };
  }
  if (node.kind !== 'object') return node;
  const values = node.entries.map(([, value]) => change(value));
  if (values.every((value, at) => value === node.entries[at]?.[1])) return node;
  return { kind: 'object', entries: node.entries.map(([key, value], at) => [key, values[at] ?? value] as const) };
}

/** Every string of a tree that some printers escape, keys too, each once. */
export function escapable(node: JsonNode): ReadonlySet<JsonString> {
  const found = new Set<JsonString>();
  const visit = (part: JsonNode): void => {
    if (part.kind === 'string') {
      if (!part.isPlain) found.add(part);
    } else if (part.kind === 'array') for (const item of part.items) visit(item);
    else if (part.kind === 'object') {
      for (const [key, value] of part.entries) {
        visit(key);
        visit(value);
      }
    }
  };
  visit(node);
  return found;
}

/** Every number of a tree with the key it stands under, in order of appearance. */
export function numbersOf(node: JsonNode): readonly { readonly key: string; readonly text: string }[] {
  const found: { readonly key: string; readonly text: string }[] = [];
  const visit = (part: JsonNode, key: string): void => {
    if (part.kind === 'number') found.push({ key, text: part.text });
    else if (part.kind === 'array') for (const item of part.items) visit(item, key);
    else if (part.kind === 'object') for (const [name, value] of part.entries) visit(value, name.value);
  };
  visit(node, '');
  return found;
}

/** The tree with its numbers replaced, in the order of `numbersOf`; the very same tree where they stay. */
export function withNumbers(node: JsonNode, texts: readonly string[]): JsonNode {
  let at = 0;
  const replace = (part: JsonNode): JsonNode => {
    if (part.kind !== 'number') return mapped(part, replace);
    const text = texts[at++] ?? part.text;
    return text === part.text ? part : { kind: 'number', text };
  };
  return replace(node);
}

/** What the empty arrays and objects of a tree are, in order of appearance. */
export function emptiesOf(node: JsonNode): readonly ('array' | 'object')[] {
  if (node.kind === 'array') return node.items.length === 0 ? ['array'] : node.items.flatMap(emptiesOf);
  if (node.kind !== 'object') return [];
  return node.entries.length === 0 ? ['object'] : node.entries.flatMap(([, value]) => emptiesOf(value));
}

/**
 * The tree with its empty arrays and objects as the ones of `kinds`, in the order of `emptiesOf`: PHP has one sort of both. The
 * very same tree where they are these already.
 */
export function withEmpties(node: JsonNode, kinds: readonly ('array' | 'object')[]): JsonNode {
  let at = 0;
  const replace = (part: JsonNode): JsonNode => {
    const isEmpty =
      part.kind === 'array' ? part.items.length === 0 : part.kind === 'object' && part.entries.length === 0;
    if (!isEmpty) return mapped(part, replace);
    const kind = kinds[at++] ?? part.kind;
    if (kind === part.kind) return part;
    return kind === 'array' ? { kind, items: [] } : { kind: 'object', entries: [] };
  };
  return replace(node);
}

/** The tree with each string value, number and word replaced; keys stay. */
export function withScalars(node: JsonNode, replace: (node: JsonNode) => JsonNode): JsonNode {
  const isScalar = node.kind !== 'array' && node.kind !== 'object';
  return isScalar ? replace(node) : mapped(node, (part) => withScalars(part, replace));
}
