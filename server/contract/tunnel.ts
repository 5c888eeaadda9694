import { type Static, Type } from 'typebox';
import { ADAPTER_IDS, type AdapterId } from './adapter-ids.ts';

export { ADAPTER_IDS, ADAPTER_WISHES, type AdapterId } from './adapter-ids.ts';

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);
const closed = { additionalProperties: false } as const;

export const AdapterIdSchema = Type.Unsafe<AdapterId>(Type.String({ enum: [...ADAPTER_IDS] }));

/**
 * What a tunnel does to requests on their way. `measured` is true when a probe saw it with its own marked headers, false
 * when it is only what the tunnel is known for.
 */
export const TunnelFidelitySchema = Type.Object({
  measured: Type.Boolean(),
  lowersHeaderNames: Type.Boolean({ description: '`X-Hub-Signature` arrives as `x-hub-signature`' }),
  respellsHeaderNames: Type.Boolean({ description: '`x-hub-signature` arrives as `X-Hub-Signature`' }),
  mergesDuplicates: Type.Boolean({ description: 'several header lines of one name arrive as one, or in part' }),
  rewritesHost: Type.Boolean({ description: 'Host is not the public host' }),
  addsForwarded: Type.Boolean({ description: 'X-Forwarded-… lines are added' }),
  tellsSender: Type.Boolean({
    description: "the last X-Forwarded-For entry is the tunnel's own word, whatever the sender writes there",
  }),
});
export type TunnelFidelity = Readonly<Static<typeof TunnelFidelitySchema>>;

/** The last probe that came back: its moment (Unix milliseconds) and how long the way out and back took. */
export const LastProbeSchema = Type.Object({ at: Type.Integer(), roundTripMs: Type.Number() });

/**
 * The public way in. Only `open` with a `lastProbe` is proven: "a round trip worked n seconds ago".
 * - `closed`: nothing is reachable from outside; `reason` tells why it closed by itself, null when that was asked for
 * - `opening`: try number `attempt` since the tunnel was last proven
 * - `open`: `urlChangedFrom` is the address that senders still have, from the proof of another one until the user says that they were
 *   given that; `takenName` the name that was asked for and belongs to someone else
 * - `lost`: not reachable at present; the next try is at `retryAt`. `url` is null when it was never open
 */
export const TunnelStateSchema = Type.Union([
  Type.Object({ kind: Type.Literal('closed'), reason: nullable(Type.String()) }),
  Type.Object({
    kind: Type.Literal('opening'),
    adapter: AdapterIdSchema,
    since: Type.Integer(),
    attempt: Type.Integer({ minimum: 1 }),
    url: nullable(Type.String({ description: 'the address it had when it last was open; null when it never was' })),
  }),
  Type.Object({
    kind: Type.Literal('open'),
    adapter: AdapterIdSchema,
    url: Type.String({ description: 'scheme, host and, where there is one, path; without a slash at its end' }),
    since: Type.Integer(),
    lastProbe: nullable(LastProbeSchema),
    doubt: nullable(Type.String({ description: 'why the newest probe failed; null unless it did' })),
    urlChangedFrom: nullable(Type.String()),
    takenName: nullable(Type.String()),
    fidelity: TunnelFidelitySchema,
  }),
  Type.Object({
    kind: Type.Literal('lost'),
    adapter: AdapterIdSchema,
    url: nullable(Type.String()),
    since: Type.Integer(),
    retryAt: Type.Integer(),
    reason: Type.String(),
  }),
]);
export type TunnelState = Readonly<Static<typeof TunnelStateSchema>>;

/**
 * A time in which an open tunnel did not work, Unix milliseconds. `from` is the last moment it is known to have worked;
 * `to` the first proof after it, or the moment the tunnel was closed; null while it lasts. When the server died while the tunnel
 * was open, `to` is its next start.
 */
export const TunnelGapSchema = Type.Object({
  id: Type.Integer(),
  from: Type.Integer(),
  to: nullable(Type.Integer()),
  reason: Type.String(),
});
export type TunnelGap = Readonly<Static<typeof TunnelGapSchema>>;

/**
 * A time for which the tunnel was open, its gaps included, Unix milliseconds. `from` is the moment of its first address, `to` that of its
 * closing, or of its last proof where the server died; null while it lasts.
 */
export const TunnelOpeningSchema = Type.Object({
  id: Type.Integer(),
  from: Type.Integer(),
  to: nullable(Type.Integer()),
});
export type TunnelOpening = Readonly<Static<typeof TunnelOpeningSchema>>;

/** An adapter on this machine. `install` says what to do where it was not found, for this platform. */
export const AdapterInfoSchema = Type.Object({
  id: AdapterIdSchema,
  name: Type.String(),
  found: Type.Boolean(),
  version: nullable(Type.String()),
  install: Type.String(),
});
export type AdapterInfo = Readonly<Static<typeof AdapterInfoSchema>>;

/**
 * How to open the tunnel. There is no port here: the tunnel leads to the capture listener and nowhere else.
 * - `subdomain`: the name to ask for, where the adapter has names
 * - `host`: a self-hosted localtunnel server (URL), the ssh host (`user@host` or `user@host:port`), or Pinggy's token
 * - `url`: the public address, for `public-url`, and for `ssh` when the host has a web server in front
 * - `fallback`: adapters to try, in this order, when the first cannot be opened
 */
export const TunnelOptionsSchema = Type.Object(
  {
    adapter: AdapterIdSchema,
    subdomain: Type.Optional(Type.String({ minLength: 1, maxLength: 253 })),
    host: Type.Optional(Type.String({ minLength: 1, maxLength: 2_000 })),
    url: Type.Optional(Type.String({ minLength: 1, maxLength: 2_000 })),
    fallback: Type.Optional(Type.Array(AdapterIdSchema, { maxItems: ADAPTER_IDS.length })),
  },
  closed,
);
export type TunnelOptions = Readonly<Static<typeof TunnelOptionsSchema>>;

/**
 * Who may deliver to one endpoint; null is no limit. `allow` lists addresses and CIDR ranges. While a tunnel is open, the address
 * looked at is the last one in X-Forwarded-For, and only if a probe has seen that the tunnel itself writes it (`tellsSender`):
 * otherwise nobody is let in. While it is closed, it is the peer of the socket.
 */
export const EndpointLimitsSchema = Type.Object(
  {
    basicAuth: nullable(
      Type.Object(
        { user: Type.String({ maxLength: 200, pattern: '^[^:]*$' }), password: Type.String({ maxLength: 1_000 }) },
        closed,
      ),
    ),
    allow: nullable(Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 1_000 })),
    perMinute: nullable(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
  },
  closed,
);
export type EndpointLimits = Readonly<Static<typeof EndpointLimitsSchema>>;

/** Limits as the API tells them: never the password. */
export const LimitsViewSchema = Type.Object({
  basicAuth: nullable(Type.Object({ user: Type.String() })),
  allow: nullable(Type.Array(Type.String())),
  perMinute: nullable(Type.Integer()),
});
export type LimitsView = Readonly<Static<typeof LimitsViewSchema>>;

/** How to open the tunnel over the API: the adapter may be left out, and is localtunnel then. */
export const TunnelWishSchema = Type.Object(
  { ...TunnelOptionsSchema.properties, adapter: Type.Optional(AdapterIdSchema) },
  closed,
);

/**
 * The tunnel in full. `gaps` are those of the last 24 hours, at most the newest 1,000, oldest first; `reachable` spells out in sentences what can be
 * called from outside at this moment, and what cannot.
 */
export const TunnelReportSchema = Type.Object({
  state: TunnelStateSchema,
  adapters: Type.Array(AdapterInfoSchema),
  gaps: Type.Array(TunnelGapSchema),
  reachable: Type.Array(Type.String()),
});
export type TunnelReport = Readonly<Static<typeof TunnelReportSchema>>;

/**
 * How a delivery came through the tunnel: what is not as its sender sent it, and the sender's address as told on the way, for
 * which nobody vouches (`toldBy` is the header's name).
 */
export const DeliveryTunnelSchema = Type.Object({
  adapter: AdapterIdSchema,
  url: Type.String({ description: "the tunnel's public address when it arrived" }),
  changes: Type.Array(Type.Object({ code: Type.String(), sentence: Type.String() })),
  sender: nullable(Type.Object({ address: Type.String(), toldBy: Type.String() })),
});
export type DeliveryTunnel = Readonly<Static<typeof DeliveryTunnelSchema>>;
