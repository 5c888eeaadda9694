import { type Static, Type } from 'typebox';
import { HeaderLineSchema } from './delivery.ts';

/**
 * Which header lines a send carries.
 * - `as-received`: every line as captured, Host included; only the framing of the body is made true.
 * - `for-destination`: Host becomes the destination's and hop-by-hop lines (RFC 9110, 7.6.1) are left out.
 */
export const HeaderRuleSchema = Type.Union([Type.Literal('as-received'), Type.Literal('for-destination')]);
export type HeaderRule = Static<typeof HeaderRuleSchema>;

/** A URL that deliveries are sent on to. The delivery's path below its endpoint and its query are appended to `url`. */
export const DestinationSchema = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  url: Type.String(),
  timeoutMs: Type.Integer(),
  headerRule: HeaderRuleSchema,
  extraHeaders: Type.Array(HeaderLineSchema),
  createdAt: Type.Integer(),
});
export type Destination = Readonly<Static<typeof DestinationSchema>>;

export const DestinationDraftSchema = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' })),
    url: Type.String({ minLength: 1, maxLength: 8_000 }),
    timeoutMs: Type.Optional(Type.Integer({ minimum: 100, maximum: 600_000 })),
    headerRule: Type.Optional(HeaderRuleSchema),
    extraHeaders: Type.Optional(Type.Array(HeaderLineSchema, { maxItems: 100 })),
  },
  { additionalProperties: false },
);
export type DestinationDraft = Readonly<Static<typeof DestinationDraftSchema>>;
export const DestinationPatchSchema = Type.Partial(DestinationDraftSchema, { additionalProperties: false });

/** Milliseconds from the start of a send to the end of each phase; null where the phase was not reached or not needed. */
export const TimingsSchema = Type.Object({
  dnsMs: Type.Union([Type.Number(), Type.Null()]),
  connectMs: Type.Union([Type.Number(), Type.Null()]),
  tlsMs: Type.Union([Type.Number(), Type.Null()]),
  firstByteMs: Type.Union([Type.Number(), Type.Null()]),
  totalMs: Type.Number(),
});
export type Timings = Readonly<Static<typeof TimingsSchema>>;

/** How a send ended. An answer's body is fetched as bytes from the attempt's own address. */
export const OutcomeSchema = Type.Union([
  Type.Object({ kind: Type.Literal('pending') }),
  Type.Object({
    kind: Type.Literal('answered'),
    status: Type.Integer(),
    statusText: Type.String(),
    headers: Type.Array(HeaderLineSchema),
    bodySizeBytes: Type.Integer({ description: 'bytes of the answer kept' }),
    truncated: Type.Boolean(),
    timings: TimingsSchema,
  }),
  Type.Object({
    kind: Type.Literal('failed'),
    code: Type.String({
      description: 'stable: refused, timeout, dns, reset, tls, blocked, interrupted, invalid-answer, other',
    }),
    reason: Type.String({ description: 'one sentence with what to do' }),
    timings: TimingsSchema,
  }),
]);
export type Outcome = Readonly<Static<typeof OutcomeSchema>>;

/** One try to send a delivery to a destination. Written as pending before the send, settled once. */
export const AttemptSchema = Type.Object({
  id: Type.Integer(),
  deliveryId: Type.Integer(),
  destinationId: Type.Union([Type.Integer(), Type.Null()]),
  origin: Type.Union([Type.Literal('replay'), Type.Literal('forward')]),
  runId: Type.Union([Type.Integer(), Type.Null()], {
    description: 'the replay it belongs to; null for a live forward',
  }),
  url: Type.String({ description: 'complete URL that was called' }),
  method: Type.String(),
  headers: Type.Array(HeaderLineSchema, { description: 'header lines as sent' }),
  bodySizeBytes: Type.Integer(),
  edited: Type.Boolean({ description: 'false: body and header lines are those of the delivery' }),
  startedAt: Type.Integer(),
  outcome: OutcomeSchema,
});
export type Attempt = Readonly<Static<typeof AttemptSchema>>;

/** What the user changed before a send. Absent members stay as captured; `bodyBase64` replaces the body's bytes. */
export const EditSchema = Type.Object(
  {
    method: Type.Optional(Type.String({ pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,40}$" })),
    pathAndQuery: Type.Optional(Type.String({ maxLength: 65_536 })),
    headers: Type.Optional(Type.Array(HeaderLineSchema, { maxItems: 5_000 })),
    bodyBase64: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
export type Edit = Readonly<Static<typeof EditSchema>>;

/** Send deliveries, in the order given, to a stored destination or to a URL. */
export const ReplayRequestSchema = Type.Object(
  {
    deliveryIds: Type.Array(Type.Integer(), { minItems: 1, maxItems: 10_000 }),
    destinationId: Type.Optional(Type.Integer()),
    url: Type.Optional(Type.String({ minLength: 1, maxLength: 8_000 })),
    headerRule: Type.Optional(HeaderRuleSchema),
    edit: Type.Optional(EditSchema),
  },
  { additionalProperties: false },
);
export type ReplayRequest = Readonly<Static<typeof ReplayRequestSchema>>;
