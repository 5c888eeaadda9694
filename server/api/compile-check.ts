import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import Value from 'typebox/value';
import { Problem } from '../contract/problem.ts';

/** Returns the value as its schema has it, or Problem `bad-request` with the first thing that does not fit. */
export type Check = (data: unknown) => { value: unknown } | { error: Problem };

/** Path and query come as text and are converted; a body is taken as it is. */
export function compileCheck(schema: TSchema, converts: boolean): Check {
  const check = Compile(schema);
  return (data: unknown) => {
    const value = converts ? Value.Convert(schema, data) : data;
    if (check.Check(value)) return { value };
    const first = check.Errors(value)[0];
    const place = first?.instancePath.slice(1).replaceAll('/', '.') ?? '';
    return {
      error: new Problem('bad-request', `${place === '' ? '' : `${place} `}${first?.message ?? 'does not fit'}`),
    };
  };
}
