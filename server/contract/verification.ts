import { type Static, Type } from 'typebox';
import { VerdictSchema } from './verdict.ts';

/** A run of the signed string: `text` as it is, `invisible` a sign for a character nobody sees, `escaped` bytes that are no text. */
export const SignedRunSchema = Type.Object({
  text: Type.String(),
  kind: Type.Union([Type.Literal('text'), Type.Literal('invisible'), Type.Literal('escaped')]),
});

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);

/** What the doctor found. `code` null: nothing that was tried explains the failure. */
export const DiagnosisSchema = Type.Object({
  code: nullable(Type.String()),
  also: nullable(Type.String({ description: 'the second cause where two were at work together' })),
  sentence: Type.String(),
  fix: Type.String(),
  proof: nullable(Type.String()),
  tried: Type.Array(Type.Object({ code: Type.String(), sentence: Type.String() })),
  difference: nullable(Type.Object({ at: Type.Integer(), received: Type.String(), signed: Type.String() })),
});

/** A signature check in full, for the Signature tab. Secrets never appear; `expected` is the signature that would have fitted. */
export const VerificationSchema = Type.Object({
  verdict: VerdictSchema,
  provider: nullable(Type.String()),
  scheme: nullable(Type.String()),
  secretName: nullable(Type.String({ description: 'name of the secret that the check speaks of' })),
  signed: nullable(Type.Array(SignedRunSchema)),
  signedSizeBytes: nullable(Type.Integer()),
  signedShortened: Type.Boolean({ description: 'true: only the first and last part of the signed string are shown' }),
  expected: nullable(Type.String()),
  received: nullable(Type.String()),
  timestampMs: nullable(Type.Number()),
  skewMs: nullable(Type.Number({ description: 'arrival minus the time the sender stated' })),
  toleranceMs: nullable(Type.Number()),
  diagnosis: nullable(DiagnosisSchema),
});
export type Verification = Readonly<Static<typeof VerificationSchema>>;

/** A secret to try without storing it. */
export const TrialSchema = Type.Object(
  {
    provider: Type.Optional(Type.String({ maxLength: 100 })),
    value: Type.String({ minLength: 1, maxLength: 65_536 }),
    extra: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 65_536 }))),
  },
  { additionalProperties: false },
);
export type Trial = Readonly<Static<typeof TrialSchema>>;

/** Any saved request (raw HTTP, base64) to check with a secret that is not stored. `nowMs` is the clock to judge at. */
export const RequestTrialSchema = Type.Object(
  {
    provider: Type.String({ maxLength: 100 }),
    value: Type.String({ minLength: 1, maxLength: 65_536 }),
    extra: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 65_536 }))),
    httpBase64: Type.String(),
    url: Type.Optional(Type.String({ maxLength: 65_536, description: 'the public URL the sender called' })),
    nowMs: Type.Optional(Type.Number()),
  },
  { additionalProperties: false },
);

/** How far the judging of stored deliveries has come, after a secret or provider changed. */
export const JudgingSchema = Type.Object({ endpointId: Type.Integer(), done: Type.Integer(), total: Type.Integer() });
export type Judging = Readonly<Static<typeof JudgingSchema>>;

/** Published examples of signed deliveries, and where Hookglass disagrees with them. */
export const VectorReportSchema = Type.Object({
  total: Type.Integer(),
  agreed: Type.Integer(),
  disagreed: Type.Array(
    Type.Object({
      id: Type.String(),
      provider: Type.String(),
      expected: Type.String(),
      got: Type.String(),
      reason: Type.String(),
    }),
  ),
});
