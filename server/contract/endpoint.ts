import { type Static, Type } from 'typebox';
import { HeaderLineSchema } from './delivery.ts';
import { EndpointLimitsSchema, LimitsViewSchema } from './tunnel.ts';

/** What the sender is answered with once its delivery is on disk. `body` is text; `delayMs` is added after the commit. */
export const CannedReplySchema = Type.Object(
  {
    status: Type.Integer({ minimum: 200, maximum: 599 }),
    headers: Type.Array(HeaderLineSchema, { maxItems: 100 }),
    body: Type.String({ maxLength: 1_048_576 }),
    delayMs: Type.Integer({ minimum: 0, maximum: 60_000 }),
  },
  { additionalProperties: false },
);
export type CannedReply = Readonly<Static<typeof CannedReplySchema>>;

/** A named address that receives deliveries. `slug` has 128 bits of randomness; `url` is the complete local address. */
export const EndpointSchema = Type.Object({
  id: Type.Integer(),
  slug: Type.String(),
  name: Type.String(),
  url: Type.String(),
  provider: Type.Union([Type.String(), Type.Null()]),
  paused: Type.Boolean(),
  reply: CannedReplySchema,
  forwardTo: Type.Union([Type.Integer(), Type.Null()], { description: 'destination that every arrival is sent to' }),
  limits: LimitsViewSchema,
  answers: Type.Array(Type.String(), { description: 'what a sender is answered, step by step, in words' }),
  createdAt: Type.Integer(),
  deliveries: Type.Integer({ description: 'how many are kept' }),
  lastAt: Type.Union([Type.Integer(), Type.Null()]),
});
export type Endpoint = Readonly<Static<typeof EndpointSchema>>;

const Name = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' });
const ProviderId = Type.Union([Type.String({ minLength: 1, maxLength: 100 }), Type.Null()]);

export const EndpointDraftSchema = Type.Object(
  { name: Name, provider: Type.Optional(ProviderId), reply: Type.Optional(CannedReplySchema) },
  { additionalProperties: false },
);
export const EndpointPatchSchema = Type.Object(
  {
    name: Type.Optional(Name),
    provider: Type.Optional(ProviderId),
    paused: Type.Optional(Type.Boolean()),
    reply: Type.Optional(CannedReplySchema),
    forwardTo: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
    /** What is left out stays as it is; the password is kept at rest and never told again. */
    limits: Type.Optional(Type.Partial(EndpointLimitsSchema, { additionalProperties: false })),
  },
  { additionalProperties: false },
);
export type EndpointPatch = Readonly<Static<typeof EndpointPatchSchema>>;

/** A stored signing secret as the API tells it: never its value. */
export const SecretSchema = Type.Object({
  id: Type.Integer(),
  endpointId: Type.Integer(),
  name: Type.String(),
  createdAt: Type.Integer(),
});
export type Secret = Readonly<Static<typeof SecretSchema>>;

/**
 * `value` is the secret (or the PEM of a public key) exactly as pasted; `extra` holds second inputs that a few schemes need
 * (Braintree's public key, Pusher's key, …) by the provider's own name for them.
 */
export const SecretDraftSchema = Type.Object(
  {
    name: Name,
    value: Type.String({ minLength: 1, maxLength: 65_536 }),
    extra: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 65_536 }))),
  },
  { additionalProperties: false },
);
