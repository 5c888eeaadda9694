import { field } from './form.ts';
import { asText, memberAt } from './source.ts';
import type { View } from './view.ts';

/**
 * One thing that a provider's deliveries have, in a word:
 * `header:NAME`, `header:NAME=value`, `header:NAME^=start`, `ua:part` (User-Agent contains), `body:path`, `body:path=value`,
 * `body:path^=start`, `key:start` (a top-level member's name starts so), `form:NAME`, `form:NAME^=start`, `query:NAME`,
 * `method:NAME`; `~hex40` instead of a value asks for 40 hex digits, `~digits` for digits alone; a leading `!` turns it round.
 * Values are compared without case.
 */
export type Condition = `${'' | '!'}${'header' | 'ua' | 'body' | 'key' | 'form' | 'query' | 'method'}:${string}`;

/** A fingerprint: how sure a request is this provider's (0 to 100) when all conditions hold. Header conditions go first. */
export type Mark = readonly [score: number, ...conditions: Condition[]];

type Test = (view: View) => boolean;

/** A compiled fingerprint. `first` is the condition that is tested first. */
export interface Rule {
  readonly score: number;
  readonly first: Condition | undefined;
  holds(view: View): boolean;
}

/** Compile one fingerprint. Throws on a misspelt condition: fingerprints are constants, read at start-up. */
export function rule([score, ...conditions]: Mark): Rule {
  const tests = conditions.map(test);
  return { score, first: conditions[0], holds: (view) => allHold(tests, view) };
}

/** Compile fingerprints to a function that gives the highest score whose conditions all hold, or 0. */
export function recogniser(marks: readonly Mark[]): (view: View) => number {
  const rules = marks.map(rule).sort((a, b) => b.score - a.score);
  return (view) => {
    for (const { score, holds } of rules) if (holds(view)) return score;
    return 0;
  };
}

function allHold(tests: readonly Test[], view: View): boolean {
  for (const holds of tests) if (!holds(view)) return false;
  return true;
}

function test(condition: Condition): Test {
  if (condition.startsWith('!')) {
    const holds = plainTest(condition.slice(1));
    return (view) => !holds(view);
  }
  return plainTest(condition);
}

function plainTest(condition: string): Test {
  const colon = condition.indexOf(':');
  const { name, fits } = comparison(condition.slice(colon + 1));
  switch (condition.slice(0, colon)) {
    case 'header': {
      const key = name.toLowerCase();
      return (view) => fits(view.header(key));
    }
    case 'ua': {
      const wanted = name.toLowerCase();
      return (view) => view.header('user-agent')?.toLowerCase().includes(wanted) ?? false;
    }
    case 'body': {
      const path = name.split('.');
      return (view) => fits(memberAt(view.json(), path));
    }
    case 'key':
      return (view) => hasKey(view.json(), name);
    case 'form':
      return (view) => fits(field(view.form(), name));
    case 'query':
      return (view) => fits(field(view.query(), name));
    case 'method':
      return (view) => view.request.method === name;
    default:
      throw new TypeError(`"${condition}" is no condition`);
  }
}

const hasKey = (body: unknown, start: string): boolean =>
  typeof body === 'object' && body !== null && Object.keys(body).some((key) => key.startsWith(start));

/** Split `name=value` and `name^=start`; without either, presence is asked for. */
function comparison(text: string): { readonly name: string; readonly fits: (value: unknown) => boolean } {
  if (text.endsWith('~digits'))
    return {
      name: text.slice(0, -'~digits'.length),
      fits: (value) => typeof value === 'string' && /^\d+$/.test(value),
    };
  const hex = /^(.+)~hex(\d+)$/.exec(text);
  if (hex !== null) {
    const digits = new RegExp(`^[0-9a-f]{${hex[2]}}$`, 'i');
    return { name: hex[1]!, fits: (value) => typeof value === 'string' && digits.test(value) };
  }
  const equals = text.indexOf('=');
  if (equals < 0) return { name: text, fits: (value) => value !== undefined && value !== null };
  const wanted = text.slice(equals + 1).toLowerCase();
  if (text[equals - 1] === '^') {
    return {
      name: text.slice(0, equals - 1),
      fits: (value) => typeof value === 'string' && value.toLowerCase().startsWith(wanted),
    };
  }
  return {
    name: text.slice(0, equals),
    fits: (value) => asText(value)?.toLowerCase() === wanted,
  };
}
