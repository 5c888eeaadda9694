import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { Problem } from '../contract/problem.ts';
import type { Vector } from '../providers/vectors.ts';

const VectorSchema = Type.Object({
  id: Type.String(),
  provider: Type.String(),
  secret: Type.Optional(Type.String()),
  publicKey: Type.Optional(Type.String()),
  extra: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  method: Type.String(),
  url: Type.String(),
  headers: Type.Union([
    Type.Record(Type.String(), Type.String()),
    Type.Array(Type.Array(Type.String(), { minItems: 2, maxItems: 2 })),
  ]),
  bodyBase64: Type.String(),
  now: Type.Number(),
  expect: Type.Union([Type.Literal('valid'), Type.Literal('invalid')]),
  failure: Type.Optional(Type.Union([Type.String(), Type.Null()])),
});
const check = Compile(VectorSchema);

/** A list of examples from outside. Throws Problem `bad-request` naming the first one that lacks something. */
export function readVectors(input: unknown): readonly Vector[] {
  if (!Array.isArray(input)) throw new Problem('bad-request', 'the examples are a JSON array');
  return input.map((entry: unknown, at) => {
    if (!check.Check(entry)) {
      const first = check.Errors(entry)[0];
      const place = `${first?.instancePath.slice(1) ?? ''} ${first?.message ?? ''}`.trim();
      throw new Problem('bad-request', `example ${at + 1} of ${input.length}: ${place}`);
    }
    return toVector(entry);
  });
}

function toVector({ extra = {}, failure, headers, ...rest }: Static<typeof VectorSchema>): Vector {
  const texts = Object.entries(extra).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return {
    ...rest,
    headers: Array.isArray(headers) ? headers.map(([name = '', value = '']) => [name, value] as const) : headers,
    extra: Object.fromEntries(texts),
    ...(failure === undefined || failure === null ? {} : { failure }),
  };
}
