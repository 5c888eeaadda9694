/** Kinds of nodes, as stored in the first column. */
export const JSON_KINDS = ['object', 'array', 'string', 'number', 'true', 'false', 'null'] as const;
export type JsonKind = (typeof JSON_KINDS)[number];

const FIELDS = 9;
const [KIND, START, END, KEY_START, KEY_END, PARENT, CHILDREN, INDEX, NEXT] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
export const MOST_NODES = 1_000_000;

/**
 * A JSON text as a flat table of nodes in document order: places in the text, never values, so that numbers keep every
 * digit and repeated keys stay. `problem` tells where the text stops being JSON; the tree holds everything before it.
 */
export interface JsonTree {
  readonly text: string;
  readonly nodes: Int32Array<ArrayBuffer>;
  readonly count: number;
  readonly problem: { readonly sentence: string; readonly at: number } | null;
  readonly capped: boolean;
}

export interface JsonNode {
  readonly kind: JsonKind;
  readonly start: number;
  readonly end: number;
  /** The key with its quotation marks, as written; null in arrays and at the top. */
  readonly key: string | null;
  readonly parent: number;
  readonly children: number;
  /** Position among the children of its parent. */
  readonly index: number;
  /** The node after this one and everything in it. */
  readonly next: number;
}

/** Node `at` of a tree. */
export function nodeAt({ text, nodes }: JsonTree, at: number): JsonNode {
  const field = (name: number): number => nodes[at * FIELDS + name] ?? 0;
  const keyStart = field(KEY_START);
  return {
    kind: JSON_KINDS[field(KIND)] ?? 'null',
    start: field(START),
    end: field(END),
    key: keyStart < 0 ? null : text.slice(keyStart, field(KEY_END)),
    parent: field(PARENT),
    children: field(CHILDREN),
    index: field(INDEX),
    next: field(NEXT),
  };
}

/** A short, plain pattern only: one with a loop over alternatives would run out of stack on a string of some megabytes. */
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

/** Scan a JSON text (RFC 8259). Never fails and never recurses; stops at the first mistake or at `mostNodes`. */
export function scanJson(text: string, mostNodes: number = MOST_NODES): JsonTree {
  let nodes = new Int32Array(64 * FIELDS);
  let count = 0;
  const open: number[] = [];
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let problem: JsonTree['problem'] = null;
  let capped = false;

  const set = (node: number, field: number, value: number): void => {
    nodes[node * FIELDS + field] = value;
  };
  const match = (pattern: RegExp): number => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null) return -1;
    at += found[0].length;
    return found[0].length;
  };
  const skipSpace = (): void => {
    for (let code = text.charCodeAt(at); code === 32 || code === 10 || code === 13 || code === 9; ) {
      code = text.charCodeAt(++at);
    }
  };
  const matchString = (): boolean => {
    const end = endOfString(text, at);
    if (end < 0) return false;
    at = end;
    return true;
  };
  const fail = (sentence: string): void => {
    problem ??= { sentence, at };
  };
  const push = (kind: number, start: number, key: readonly [number, number] | null): number => {
    if ((count + 1) * FIELDS > nodes.length) {
      const bigger = new Int32Array(nodes.length * 2);
      bigger.set(nodes);
      nodes = bigger;
    }
    const parent = open.at(-1) ?? -1;
    const index = parent < 0 ? 0 : (nodes[parent * FIELDS + CHILDREN] ?? 0);
    if (parent >= 0) set(parent, CHILDREN, index + 1);
    nodes.set([kind, start, at, key?.[0] ?? -1, key?.[1] ?? -1, parent, 0, index, count + 1], count * FIELDS);
    return count++;
  };
  const close = (node: number): void => {
    set(node, END, at);
    set(node, NEXT, count);
  };
  const readKey = (): readonly [number, number] | null => {
    const start = at;
    if (!matchString()) {
      fail('A key in quotation marks is missing');
      return null;
    }
    const key = [start, at] as const;
    skipSpace();
    if (text[at] !== ':') {
      fail('A colon is missing after the key');
      return null;
    }
    at++;
    skipSpace();
    return key;
  };
  /** Reads one value; containers stay open. Returns false when there is none. */
  const readValue = (key: readonly [number, number] | null): boolean => {
    const start = at;
    const char = text[at];
    if (char === '{' || char === '[') {
      at++;
      open.push(push(char === '{' ? 0 : 1, start, key));
      return true;
    }
    if (char === '"' && matchString()) push(2, start, key);
    else if (match(NUMBER) > 0) push(3, start, key);
    else if (match(WORD) > 0) push(JSON_KINDS.indexOf(text.slice(start, at) as JsonKind), start, key);
    else {
      fail(
        at >= text.length
          ? 'The text ends in the middle'
          : char === '"'
            ? 'A string is not closed or holds a wrong escape'
            : 'A value is missing',
      );
      return false;
    }
    return true;
  };

  skipSpace();
  let going = readValue(null);
  while (going && open.length > 0 && problem === null) {
    if (count >= mostNodes) {
      capped = true;
      break;
    }
    const node = open.at(-1) as number;
    const isObject = nodes[node * FIELDS + KIND] === 0;
    const isEmpty = nodes[node * FIELDS + CHILDREN] === 0;
    skipSpace();
    if (text[at] === (isObject ? '}' : ']')) {
      at++;
      open.pop();
      close(node);
      continue;
    }
    if (!isEmpty) {
      if (text[at] !== ',') {
        fail(at >= text.length ? 'The text ends in the middle' : `A comma or “${isObject ? '}' : ']'}” is missing`);
        break;
      }
      at++;
      skipSpace();
    }
    const key = isObject ? readKey() : null;
    going = problem === null && readValue(key);
  }
  if (problem === null && !capped) {
    skipSpace();
    if (at < text.length) fail('More text follows after the value');
  }
  for (const node of open.reverse()) close(node);
  return { text, nodes: nodes.slice(0, count * FIELDS), count, problem, capped };
}

/** Where the string that begins at `start` ends, or -1 where there is none (RFC 8259, 7). */
function endOfString(text: string, start: number): number {
  if (text.charCodeAt(start) !== 34) return -1;
  let at = start + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 34) return at + 1;
    if (code === 92) {
      ESCAPE.lastIndex = at;
      if (!ESCAPE.test(text)) return -1;
      at = ESCAPE.lastIndex;
    } else if (code >= 32) at++;
    else return -1;
  }
}

/** Line and column (from 1) of a place in a text. */
export function lineAndColumn(text: string, at: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at);
  const lastFeed = before.lastIndexOf('\n');
  return { line: before.split('\n').length, column: at - lastFeed };
}
