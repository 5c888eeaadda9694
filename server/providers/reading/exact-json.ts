declare global {
  /** ECMAScript’s proposal “JSON.parse source text access”, which Node has and TypeScript’s library does not declare yet. */
  interface JSON {
    rawJSON(text: string): { readonly rawJSON: string };
    isRawJSON(value: unknown): value is { readonly rawJSON: string };
  }
}

/**
 * Parse JSON in which every number keeps its digits (RFC 8259, 6: a number is what is written). One that JavaScript would
 * print as it stands is a `number`; any other (beyond 2^53, `1.0`, `1e21`, `-0`, long fractions) is a `JSON.rawJSON` object,
 * which `JSON.stringify` prints as it was written. undefined where the text is no JSON.
 * Linear in the text, and safe for any depth: nothing here calls itself.
 */
export function exactJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return losesDigits(text) ? exactTree(text) : value;
}

/** The digits of a number that `exactJson` kept; undefined for every other value. */
export const rawDigits = (value: unknown): string | undefined => (JSON.isRawJSON(value) ? value.rawJSON : undefined);

/** A JSON number as a number, which may lose digits; undefined for every other value. */
export function asNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  const digits = rawDigits(value);
  return digits === undefined ? undefined : Number(digits);
}

/** Whether a value of `exactJson` is an object or an array, whose members can be read and set. */
export const hasMembers = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !JSON.isRawJSON(value);

/** A value of `exactJson` as JSON, digits as they were written; null where it is too deep to be printed. */
export function printedJson(value: unknown): string | null {
  try {
    return JSON.stringify(value) ?? null;
  } catch {
    return null;
  }
}

const isExact = (token: string): boolean => String(Number(token)) === token;

/** What may be an odd number, in a string or out of it: it is only asked whether the slower way is needed. */
const ODD = /(?:[[:,\s]|^)(-?\d{1,15}[.eE][\d.eE+-]*|-?\d{16}[\d.eE+-]*|-0)/g;

function losesDigits(text: string): boolean {
  for (const [, token] of text.matchAll(ODD)) if (!isExact(token!)) return true;
  return false;
}

/** The tokens of a text that is known to be JSON. One pattern for whole strings would run out of stack on long ones. */
function* tokensOf(text: string): Generator<string> {
  const starts = /["[\]{}]|-?\d[\d.eE+-]*|true|false|null/g;
  for (let match = starts.exec(text); match !== null; match = starts.exec(text)) {
    if (match[0] === '"') starts.lastIndex = endOfString(text, match.index);
    yield text.slice(match.index, starts.lastIndex);
  }
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (let code = text.charCodeAt(at); code !== 0x22; code = text.charCodeAt(at)) at += code === 0x5c ? 2 : 1;
  return at + 1;
}

type Container = unknown[] | Record<string, unknown>;

function exactTree(text: string): unknown {
  const open: { readonly container: Container; key: string | null }[] = [];
  let root: unknown;
  const put = (value: unknown): void => {
    const top = open.at(-1);
    if (top === undefined) root = value;
    else if (Array.isArray(top.container)) top.container.push(value);
    else {
      setMember(top.container, top.key!, value);
      top.key = null;
    }
  };
  for (const token of tokensOf(text)) {
    const top = open.at(-1);
    if (token === '}' || token === ']') open.pop();
    else if (token === '{' || token === '[') {
      const container: Container = token === '{' ? {} : [];
      put(container);
      open.push({ container, key: null });
    } else if (top !== undefined && !Array.isArray(top.container) && top.key === null)
      top.key = JSON.parse(token) as string;
    else put(/^[-\d]/.test(token) && !isExact(token) ? JSON.rawJSON(token) : (JSON.parse(token) as unknown));
  }
  return root;
}

/** As JSON.parse does: the last of two equal keys counts, and `__proto__` is a key like any other. */
function setMember(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  else object[key] = value;
}
