import { type Static, Type } from 'typebox';
import { ConfirmationSchema } from './confirmation.ts';
import type { HeaderLine } from './header.ts';
import { DeliveryTunnelSchema } from './tunnel.ts';
import { VerdictSchema } from './verdict.ts';

export const HeaderLineSchema = Type.Unsafe<HeaderLine>(
  Type.Array(Type.String(), { minItems: 2, maxItems: 2, description: '[name, value], one character per byte' }),
);

/**
 * What makes a stored row less than a whole, well-formed request, or more than one (`surplus`: bytes followed that are no
 * request). `damaged`: its bytes are no longer those that were captured.
 */
export const FlagSchema = Type.Union([
  Type.Literal('truncated'),
  Type.Literal('aborted'),
  Type.Literal('malformed'),
  Type.Literal('surplus'),
  Type.Literal('damaged'),
]);
export type Flag = Static<typeof FlagSchema>;

/** The last attempt to send a delivery on, as the list shows it. `status` is the HTTP status of an answer. */
export const LastAttemptSchema = Type.Object({
  id: Type.Integer(),
  outcome: Type.Union([Type.Literal('pending'), Type.Literal('answered'), Type.Literal('failed')]),
  status: Type.Union([Type.Integer(), Type.Null()]),
});
export type LastAttempt = Readonly<Static<typeof LastAttemptSchema>>;

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);

/** A delivery without its payload: what lists and the feed carry. */
export const DeliverySummarySchema = Type.Object({
  id: Type.Integer({ description: 'grows with arrival; never reused' }),
  endpointId: Type.Integer(),
  at: Type.Integer({ description: 'arrival, Unix milliseconds' }),
  method: Type.String(),
  target: Type.String({ description: 'request target as received, cut at 512 characters' }),
  contentType: nullable(Type.String()),
  sizeBytes: Type.Integer({ description: 'bytes of body kept' }),
  sha256: Type.String({ description: 'hex SHA-256 of the kept body' }),
  provider: nullable(Type.String({ description: 'provider id, null when unknown' })),
  event: nullable(Type.String()),
  resource: nullable(Type.String()),
  deliveryKey: nullable(Type.String({ description: 'the delivery id the provider stated' })),
  attempt: nullable(Type.Integer({ description: 'the attempt number the provider stated, from 1' })),
  duplicate: Type.Integer({ description: 'how many deliveries of the same event had arrived with this one, from 1' }),
  verdict: VerdictSchema,
  flags: Type.Array(FlagSchema),
  replyStatus: nullable(Type.Integer({ description: 'status the sender was answered with' })),
  pinned: Type.Boolean(),
  note: Type.String(),
  lastAttempt: nullable(LastAttemptSchema),
});
export type DeliverySummary = Readonly<Static<typeof DeliverySummarySchema>>;

/** Bytes that followed a request on its connection and were no request. They are no part of it: no replay or export has them. */
export const SurplusSchema = Type.Object({
  sizeBytes: Type.Integer({ description: 'how many came' }),
  base64: Type.String({ description: 'the first of them, at most 256 KiB' }),
});
export type SurplusBytes = Readonly<Static<typeof SurplusSchema>>;

/** A delivery with its head; the body is fetched as bytes from its own address. */
export const DeliverySchema = Type.Object({
  ...DeliverySummarySchema.properties,
  fullTarget: Type.String({ description: 'request target, verbatim' }),
  httpVersion: Type.String({ description: "'1.1' or '1.0'; empty for a malformed request" }),
  headers: Type.Array(HeaderLineSchema),
  trailers: Type.Array(HeaderLineSchema),
  remoteAddress: Type.String({ description: 'peer of the socket; with a tunnel, the tunnel' }),
  declaredSizeBytes: nullable(Type.Integer({ description: 'Content-Length as announced' })),
  publicUrl: Type.String({ description: 'the URL the sender called, as far as the request and the tunnel tell' }),
  tunnel: nullable(DeliveryTunnelSchema),
  challenge: nullable(Type.String({ description: 'this was a set-up request of the provider; what was answered' })),
  confirmation: nullable(ConfirmationSchema),
  setupProvider: nullable(
    Type.String({ description: 'the provider whose set-up request this looks like, where it was not checked' }),
  ),
  malformedReason: nullable(Type.String({ description: "why Node's parser refused it" })),
  incompleteReason: nullable(Type.String({ description: 'why the body is not whole' })),
  receivedSizeBytes: Type.Integer({
    description: 'bytes of body that came; more than `sizeBytes` where not all are kept',
  }),
  surplus: nullable(SurplusSchema),
});
export type Delivery = Readonly<Static<typeof DeliverySchema>>;
