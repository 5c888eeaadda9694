import { Type } from 'typebox';

/** A Problem as the API answers it (`ProblemBody`). Apart from the Problems, which load where no schema is needed. */
export const ProblemSchema = Type.Object({
  code: Type.String(),
  sentence: Type.String(),
  detail: Type.Optional(Type.String()),
});
