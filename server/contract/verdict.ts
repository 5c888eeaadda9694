import { type Static, Type } from 'typebox';

/**
 * The outcome of a signature check (design.md, 1). `code` is stable; `sentence` is for people.
 * - `valid`: the signature fits the stored bytes. `stale` tells that the provider's replay window was over at arrival.
 * - `invalid`: it does not. `cause` is the doctor's code when a hypothesis fits, else null.
 * - `unchecked`: no statement is possible, and `code` says why.
 */
export const VerdictSchema = Type.Object({
  kind: Type.Union([Type.Literal('valid'), Type.Literal('invalid'), Type.Literal('unchecked')]),
  stale: Type.Boolean(),
  code: Type.String(),
  sentence: Type.String(),
  cause: Type.Union([Type.String(), Type.Null()]),
});
export type Verdict = Readonly<Static<typeof VerdictSchema>>;
