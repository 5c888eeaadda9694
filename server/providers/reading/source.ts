import type { CapturedRequest } from '../../contract/request.ts';
import { exactJson, rawDigits } from './exact-json.ts';
import { field } from './form.ts';
import { type View, viewOf } from './view.ts';

/** A text taken from a request; undefined where the request does not have it. */
export type Reader = (view: View) => string | undefined;

/**
 * Compile a source: where in a delivery a provider states something.
 * `header:NAME`, `body:path.to.0.member`, `form:NAME`, `form-json:NAME.path` (a field that holds JSON), `query:NAME`,
 * `other-key:A,B` (name of the JSON body's first member that is not listed) and `text:WORD` are parts; ` + ` joins parts (the
 * first must be there, later ones where present) with `joint`; ` | ` separates alternatives, of which the first present one
 * counts.
 */
export function source(text: string, joint: string): Reader {
  const alternatives = text.split(' | ').map((alternative) => joined(alternative.split(' + ').map(part), joint));
  return alternatives.length === 1 ? alternatives[0]! : (view) => firstOf(alternatives, view);
}

function firstOf(readers: readonly Reader[], view: View): string | undefined {
  for (const read of readers) {
    const value = read(view);
    if (value !== undefined) return value;
  }
  return undefined;
}

function joined(parts: readonly Reader[], joint: string): Reader {
  if (parts.length === 1) return parts[0]!;
  return (view) => {
    const first = parts[0]!(view);
    if (first === undefined) return undefined;
    const rest = parts.slice(1).map((read) => read(view));
    return [first, ...rest.filter((value) => value !== undefined && value !== '')].join(joint);
  };
}

/** One part of a source. Throws on a misspelt part: sources are constants, read at start-up. */
export function part(text: string): Reader {
  const colon = text.indexOf(':');
  const name = text.slice(colon + 1);
  switch (text.slice(0, colon)) {
    case 'header': {
      const key = name.toLowerCase();
      return (view) => view.header(key);
    }
    case 'body': {
      const path = name.split('.');
      return (view) => asText(memberAt(view.jsonOfAnySize(), path));
    }
    case 'form':
      return (view) => field(view.form(), name);
    case 'form-json': {
      const [key, ...path] = name.split('.');
      return (view) => asText(memberAt(jsonIn(field(view.form(), key!)), path));
    }
    case 'other-key': {
      const known = new Set(name.split(','));
      return (view) => otherKey(view.jsonOfAnySize(), known);
    }
    case 'query':
      return (view) => field(view.query(), name);
    case 'text':
      return () => name;
    default:
      throw new TypeError(`"${text}" is no source`);
  }
}

const jsonIn = (text: string | undefined): unknown => (text === undefined ? undefined : exactJson(text));

const otherKey = (body: unknown, known: ReadonlySet<string>): string | undefined =>
  typeof body === 'object' && body !== null && !Array.isArray(body)
    ? Object.keys(body).find((key) => !known.has(key))
    : undefined;

/** The member at a path of object keys and array indices; undefined where the path ends early. */
export function memberAt(value: unknown, path: readonly string[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Readonly<Record<string, unknown>>)[key];
  }
  return current;
}

/** A JSON scalar as text, numbers as they were written; undefined for everything else and for the empty text. */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : rawDigits(value);
}

/** The JSON body's member at `path` (`a.b.0`) as text, for code that needs one value. */
export const bodyText = (request: CapturedRequest, path: string): string | undefined =>
  asText(memberAt(viewOf(request).jsonOfAnySize(), path.split('.')));
