import { type Static, Type } from 'typebox';
import type { StatedTerms } from './schedule.ts';
import { TunnelStateSchema } from './tunnel.ts';
import { JudgingSchema } from './verification.ts';

/** The state of the data folder. It is checked after a server did not come to its end; `sentences` says what is not as it was stored. */
export const HealthSchema = Type.Object({
  state: Type.Union([Type.Literal('whole'), Type.Literal('checking'), Type.Literal('damaged')]),
  sentences: Type.Array(Type.String()),
});
export type Health = Readonly<Static<typeof HealthSchema>>;

/** Figures of the running server. Counters run since its start, unless said otherwise. */
export const StatusSchema = Type.Object({
  version: Type.String(),
  pid: Type.Integer(),
  startedAt: Type.Integer(),
  captureUrl: Type.String({ description: 'address of the default endpoint' }),
  captureBase: Type.String({ description: 'scheme, host and port of the capture listener' }),
  uiUrl: Type.String(),
  dataDir: Type.String(),
  dataSizeBytes: Type.Integer(),
  deliveries: Type.Integer({ description: 'kept in all' }),
  pendingDescriptions: Type.Integer({ description: 'stored, not yet described' }),
  pendingSearch: Type.Integer({
    description: 'described, not yet in the text index (found all the same, more slowly)',
  }),
  judging: Type.Array(JudgingSchema, { description: 'endpoints whose deliveries are judged again right now' }),
  lastSeq: Type.Integer(),
  unknownPaths: Type.Integer({ description: 'requests outside every endpoint: answered 404, counted, not kept' }),
  malformed: Type.Integer(),
  refused: Type.Integer({ description: "requests that an endpoint's limits did not let in: counted, not kept" }),
  storeFailures: Type.Integer(),
  refusedCalls: Type.Integer({ description: 'calls of the control side that were not let in' }),
  wrongTokens: Type.Integer({ description: 'of these, wrong tokens and wrong one-time codes' }),
  overloaded: Type.Integer({ description: 'requests answered 503 because too much arrived at once' }),
  tooLarge: Type.Integer({ description: 'requests answered 413 or 431: body or header lines over their cap' }),
  tooSlow: Type.Integer({ description: 'requests answered 408: they came too slowly' }),
  unfinishedDropped: Type.Integer({
    description: 'unfinished requests that were not kept: an endpoint had more than 600 of them in a minute',
  }),
  connectionsRefused: Type.Integer({ description: 'connections closed unread because too many were open' }),
  secretStorage: Type.Union([Type.Literal('os-keychain'), Type.Literal('key-file')]),
  bodyCapBytes: Type.Integer(),
  tunnel: TunnelStateSchema,
  pruned: Type.Integer({ description: 'deliveries removed by retention since the data folder was made' }),
  health: HealthSchema,
});
export type Status = Readonly<Static<typeof StatusSchema>>;

/**
 * Retention and limits; null is off. Pinned deliveries are never pruned. `keepBytes` is what the database may take beside them,
 * answers of sends and unfinished uploads included.
 */
export const SettingsSchema = Type.Object(
  {
    keepDays: Type.Union([Type.Number({ exclusiveMinimum: 0 }), Type.Null()]),
    keepCount: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
    keepBytes: Type.Union([Type.Integer({ minimum: 1_048_576 }), Type.Null()]),
    bodyCapBytes: Type.Integer({ minimum: 1_024, maximum: 536_870_912 }),
  },
  { additionalProperties: false },
);
export type Settings = Readonly<Static<typeof SettingsSchema>>;

/** A search kept under a name. */
export const SavedSearchSchema = Type.Object({ id: Type.Integer(), name: Type.String(), query: Type.String() });
export type SavedSearch = Readonly<Static<typeof SavedSearchSchema>>;

const Ranges = Type.Array(Type.Tuple([Type.Integer(), Type.Integer()]), {
  description: 'first and last status of each range',
});
const Milliseconds = Type.Integer({ minimum: 0 });

/** What a provider's own document states of how it delivers; null where there is none. */
const StatedTermsSchema = Type.Unsafe<StatedTerms | null>(
  Type.Union([
    Type.Object({
      source: Type.String({ description: 'address of the document' }),
      note: Type.Optional(Type.String()),
      timeoutMs: Type.Optional(Milliseconds),
      schedule: Type.Optional(
        Type.Object({
          delaysMs: Type.Array(Milliseconds, { description: 'wait before each retry, from the failure before it' }),
          bounds: Type.Optional(
            Type.Object(
              { retries: Type.Optional(Type.Integer()), forMs: Type.Optional(Milliseconds) },
              { description: 'all that is documented of the waits, which are the usual ones then' },
            ),
          ),
        }),
      ),
      accepted: Type.Optional(Ranges),
      final: Type.Optional(Ranges),
    }),
    Type.Null(),
  ]),
);

/** A provider as the API lists it. */
export const ProviderInfoSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  docsUrl: Type.String(),
  confidence: Type.Union([Type.Literal('confirmed'), Type.Literal('likely'), Type.Literal('uncertain')]),
  signs: Type.Boolean(),
  secretLabel: Type.String({ description: "what to paste, in the provider's own words" }),
  extras: Type.Array(
    Type.Object({
      name: Type.String({ description: 'its name in `extra`' }),
      label: Type.String(),
      pem: Type.Boolean({ description: 'a text of several lines' }),
    }),
    { description: 'second inputs that may go with the secret' },
  ),
  delivery: StatedTermsSchema,
});
export type ProviderInfo = Readonly<Static<typeof ProviderInfoSchema>>;
