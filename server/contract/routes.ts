import { type Static, type TSchema, Type } from 'typebox';
import { ConfirmedSchema } from './confirmation.ts';
import { CONTENTSTACK_REGION_IDS } from './contentstack-region.ts';
import { DeliverySchema, DeliverySummarySchema } from './delivery.ts';
import {
  EndpointDraftSchema,
  EndpointPatchSchema,
  EndpointSchema,
  SecretDraftSchema,
  SecretSchema,
} from './endpoint.ts';
import { RecipeSchema, SavedRecipeSchema } from './recipe.ts';
import {
  AttemptSchema,
  DestinationDraftSchema,
  DestinationPatchSchema,
  DestinationSchema,
  ReplayRequestSchema,
} from './replay.ts';
import { ProviderInfoSchema, SavedSearchSchema, SettingsSchema, StatusSchema } from './status.ts';
import {
  TunnelGapSchema,
  TunnelOpeningSchema,
  TunnelReportSchema,
  TunnelStateSchema,
  TunnelWishSchema,
} from './tunnel.ts';
import {
  JudgingSchema,
  RequestTrialSchema,
  TrialSchema,
  VectorReportSchema,
  VerificationSchema,
} from './verification.ts';

/** One address of the control API. `response` null: no content, or bytes when `bytes` names a media type. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  readonly response: TSchema | null;
  readonly bytes?: string;
  /** true: answers without a token (the exchange of the one-time code). */
  readonly open?: boolean;
  /** true: changes nothing that is stored; the command line may run it with no server. */
  readonly reads?: boolean;
}

const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
const idParam = Type.Object({ id: Id });
const Ids = Type.Array(Id, { minItems: 1, maxItems: 10_000 });
const closed = { additionalProperties: false } as const;
const Query = Type.String({ maxLength: 4_000 });
const Nothing = Type.Object({}, closed);

/** Deliveries chosen by id or by a search. */
const SelectionSchema = Type.Object({ ids: Type.Optional(Ids), query: Type.Optional(Query) }, closed);

export const ROUTES = {
  openSession: {
    method: 'POST',
    path: '/api/session',
    open: true,
    summary: 'Trade a one-time code for a session token',
    body: Type.Object({ code: Type.String({ maxLength: 200 }) }, closed),
    response: Type.Object({ token: Type.String() }),
  },
  makeCode: {
    method: 'POST',
    path: '/api/session/code',
    summary: 'Make a one-time code that opens the user interface',
    response: Type.Object({ url: Type.String() }),
  },
  openapi: {
    method: 'GET',
    path: '/api/openapi.json',
    reads: true,
    summary: 'This API as OpenAPI 3.1',
    response: Type.Unknown(),
  },
  status: {
    method: 'GET',
    path: '/api/status',
    reads: true,
    summary: 'Addresses, figures and counters',
    response: StatusSchema,
  },
  feed: {
    method: 'GET',
    path: '/api/feed',
    summary: 'Live feed as server-sent events; resumes after a sequence number',
    query: Type.Object({ after: Type.Optional(Type.Integer({ minimum: 0 })) }),
    response: null,
    bytes: 'text/event-stream',
  },
  getSettings: {
    method: 'GET',
    path: '/api/settings',
    reads: true,
    summary: 'Retention and limits',
    response: SettingsSchema,
  },
  setSettings: {
    method: 'PATCH',
    path: '/api/settings',
    summary: 'Change retention and limits',
    body: Type.Partial(SettingsSchema, closed),
    response: SettingsSchema,
  },
  listProviders: {
    method: 'GET',
    path: '/api/providers',
    reads: true,
    summary: 'Providers that Hookglass knows',
    response: Type.Array(ProviderInfoSchema),
  },

  listEndpoints: {
    method: 'GET',
    path: '/api/endpoints',
    reads: true,
    summary: 'All endpoints',
    response: Type.Array(EndpointSchema),
  },
  createEndpoint: {
    method: 'POST',
    path: '/api/endpoints',
    summary: 'Make an endpoint with a fresh path',
    body: EndpointDraftSchema,
    response: EndpointSchema,
  },
  changeEndpoint: {
    method: 'PATCH',
    path: '/api/endpoints/:id',
    summary: 'Rename, pause, or set provider, reply and live forward',
    params: idParam,
    body: EndpointPatchSchema,
    response: EndpointSchema,
  },
  rotateEndpoint: {
    method: 'POST',
    path: '/api/endpoints/:id/rotate',
    summary: 'Give an endpoint a fresh path; the old one answers 404 from now on',
    params: idParam,
    response: EndpointSchema,
  },
  deleteEndpoint: {
    method: 'DELETE',
    path: '/api/endpoints/:id',
    summary: 'Delete an endpoint with its deliveries; can be restored for an hour',
    params: idParam,
    response: null,
  },
  restoreEndpoint: {
    method: 'POST',
    path: '/api/endpoints/:id/restore',
    summary: 'Undo the deletion of an endpoint',
    params: idParam,
    response: EndpointSchema,
  },
  sendSample: {
    method: 'POST',
    path: '/api/endpoints/:id/sample',
    summary: 'Send a sample delivery of a provider to an endpoint, over HTTP',
    params: idParam,
    body: Type.Object({ provider: Type.Optional(Type.String()) }, closed),
    response: Type.Object({ deliveryId: Type.Union([Type.Integer(), Type.Null()]) }),
  },

  listSecrets: {
    method: 'GET',
    path: '/api/endpoints/:id/secrets',
    reads: true,
    summary: 'Names of the secrets of an endpoint',
    params: idParam,
    response: Type.Array(SecretSchema),
  },
  addSecret: {
    method: 'POST',
    path: '/api/endpoints/:id/secrets',
    summary: 'Add a signing secret; it cannot be read back',
    params: idParam,
    body: SecretDraftSchema,
    response: SecretSchema,
  },
  fetchContentstackKey: {
    method: 'POST',
    path: '/api/endpoints/:id/contentstack-key',
    summary: 'Fetch the public key of a Contentstack region once, and keep it as a secret of the endpoint',
    params: idParam,
    body: Type.Object({ region: Type.Enum(CONTENTSTACK_REGION_IDS) }, closed),
    response: SecretSchema,
  },
  deleteSecret: {
    method: 'DELETE',
    path: '/api/secrets/:id',
    summary: 'Delete a signing secret',
    params: idParam,
    response: null,
  },

  listDeliveries: {
    method: 'GET',
    path: '/api/deliveries',
    reads: true,
    summary: 'Deliveries, newest first, that fit a search',
    query: Type.Object(
      {
        query: Type.Optional(Query),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
        before: Type.Optional(Id),
        after: Type.Optional(Type.Integer({ minimum: 0 })),
      },
      closed,
    ),
    response: Type.Object({
      deliveries: Type.Array(DeliverySummarySchema),
      matching: Type.Union([Type.Integer(), Type.Null()], {
        description: 'how many fit in all; null when counting would take too long',
      }),
      total: Type.Integer({ description: 'how many are kept in all' }),
      more: Type.Boolean(),
    }),
  },
  getDelivery: {
    method: 'GET',
    path: '/api/deliveries/:id',
    reads: true,
    summary: 'One delivery with its header lines',
    params: idParam,
    response: DeliverySchema,
  },
  getBody: {
    method: 'GET',
    path: '/api/deliveries/:id/body',
    reads: true,
    summary: 'Exact bytes of the body; `from` and `to` (exclusive) cut out a range',
    params: idParam,
    query: Type.Object(
      { from: Type.Optional(Type.Integer({ minimum: 0 })), to: Type.Optional(Type.Integer({ minimum: 0 })) },
      closed,
    ),
    response: null,
    bytes: 'application/octet-stream',
  },
  changeDelivery: {
    method: 'PATCH',
    path: '/api/deliveries/:id',
    summary: 'Pin a delivery or write a note on it',
    params: idParam,
    body: Type.Object(
      { pinned: Type.Optional(Type.Boolean()), note: Type.Optional(Type.String({ maxLength: 20_000 })) },
      closed,
    ),
    response: DeliverySummarySchema,
  },
  deleteDeliveries: {
    method: 'POST',
    path: '/api/deliveries/delete',
    summary: 'Delete deliveries by id or search; can be restored for an hour',
    body: SelectionSchema,
    response: Type.Object({ ids: Type.Array(Id) }),
  },
  restoreDeliveries: {
    method: 'POST',
    path: '/api/deliveries/restore',
    summary: 'Undo a deletion',
    body: Type.Object({ ids: Ids }, closed),
    response: Type.Object({ ids: Type.Array(Id) }),
  },
  exportDelivery: {
    method: 'GET',
    path: '/api/deliveries/:id/export',
    reads: true,
    summary: 'A delivery as a cURL command or as raw HTTP',
    params: idParam,
    query: Type.Object(
      {
        format: Type.Union([Type.Literal('curl'), Type.Literal('http')]),
        url: Type.Optional(
          Type.String({
            maxLength: 8_000,
            description: 'where the cURL command sends to; the endpoint itself when absent',
          }),
        ),
      },
      closed,
    ),
    response: null,
    bytes: 'application/octet-stream',
  },

  getVerification: {
    method: 'GET',
    path: '/api/deliveries/:id/verification',
    reads: true,
    summary: 'The signature check of a delivery in full, with the cause of a failure',
    params: idParam,
    response: VerificationSchema,
  },
  trySecret: {
    method: 'POST',
    path: '/api/deliveries/:id/verification',
    reads: true,
    summary: 'Check a delivery with a secret that is not stored',
    params: idParam,
    body: TrialSchema,
    response: VerificationSchema,
  },
  verifyRequest: {
    method: 'POST',
    path: '/api/verification/request',
    reads: true,
    summary: 'Check any saved request with a secret that is not stored',
    body: RequestTrialSchema,
    response: VerificationSchema,
  },
  verifyVectors: {
    method: 'POST',
    path: '/api/verification/vectors',
    reads: true,
    summary: 'Judge published examples, each at its own time',
    body: Type.Array(Type.Unknown(), { maxItems: 20_000 }),
    response: VectorReportSchema,
  },
  judgeAgain: {
    method: 'POST',
    path: '/api/endpoints/:id/judge',
    summary: 'Judge all deliveries of an endpoint again, in the background',
    params: idParam,
    response: JudgingSchema,
  },
  cancelJudging: {
    method: 'POST',
    path: '/api/endpoints/:id/judge/cancel',
    summary: 'Stop judging the deliveries of an endpoint again',
    params: idParam,
    response: null,
  },

  confirmSubscription: {
    method: 'POST',
    path: '/api/deliveries/:id/confirm-subscription',
    summary: 'Confirm the subscription that a delivery asks for, by calling the address in it',
    params: idParam,
    response: ConfirmedSchema,
  },

  listRecipes: {
    method: 'GET',
    path: '/api/recipes',
    reads: true,
    summary: 'Signature schemes that were described here',
    response: Type.Array(SavedRecipeSchema),
  },
  saveRecipe: {
    method: 'POST',
    path: '/api/recipes',
    summary: 'Describe a signature scheme, or change the one of this name',
    body: RecipeSchema,
    response: SavedRecipeSchema,
  },
  deleteRecipe: {
    method: 'DELETE',
    path: '/api/recipes/:id',
    summary: 'Delete a signature scheme that no endpoint uses',
    params: idParam,
    response: null,
  },

  listAttempts: {
    method: 'GET',
    path: '/api/deliveries/:id/attempts',
    reads: true,
    summary: 'Attempts to send a delivery, newest first',
    params: idParam,
    response: Type.Array(AttemptSchema),
  },
  getAttemptBody: {
    method: 'GET',
    path: '/api/attempts/:id/body',
    reads: true,
    summary: "Exact bytes of an answer's body",
    params: idParam,
    response: null,
    bytes: 'application/octet-stream',
  },
  replay: {
    method: 'POST',
    path: '/api/replays',
    summary: 'Send deliveries; answers with the attempts, still pending',
    body: ReplayRequestSchema,
    response: Type.Array(AttemptSchema),
  },
  cancelReplays: {
    method: 'POST',
    path: '/api/replays/cancel',
    summary: 'Drop the sends that have not started',
    response: Type.Object({ cancelled: Type.Integer() }),
  },

  listDestinations: {
    method: 'GET',
    path: '/api/destinations',
    reads: true,
    summary: 'All destinations',
    response: Type.Array(DestinationSchema),
  },
  createDestination: {
    method: 'POST',
    path: '/api/destinations',
    summary: 'Make a destination',
    body: DestinationDraftSchema,
    response: DestinationSchema,
  },
  changeDestination: {
    method: 'PATCH',
    path: '/api/destinations/:id',
    summary: 'Change a destination',
    params: idParam,
    body: DestinationPatchSchema,
    response: DestinationSchema,
  },
  deleteDestination: {
    method: 'DELETE',
    path: '/api/destinations/:id',
    summary: 'Delete a destination; its attempts stay',
    params: idParam,
    response: null,
  },
  listAllowedHosts: {
    method: 'GET',
    path: '/api/allowed-hosts',
    reads: true,
    summary: 'Hosts beyond this machine that sends may go to',
    response: Type.Array(Type.String()),
  },
  allowHost: {
    method: 'POST',
    path: '/api/allowed-hosts',
    summary: 'Allow sends to a host',
    body: Type.Object({ host: Type.String({ minLength: 1, maxLength: 253 }) }, closed),
    response: Type.Array(Type.String()),
  },
  forbidHost: {
    method: 'POST',
    path: '/api/allowed-hosts/remove',
    summary: 'Take a host back',
    body: Type.Object({ host: Type.String({ minLength: 1, maxLength: 253 }) }, closed),
    response: Type.Array(Type.String()),
  },

  tunnelStatus: {
    method: 'GET',
    path: '/api/tunnel',
    reads: true,
    summary: 'The tunnel: its state, adapters on this machine, recent gaps, and what is reachable from outside',
    response: TunnelReportSchema,
  },
  openTunnel: {
    method: 'POST',
    path: '/api/tunnel/open',
    summary: 'Open the tunnel to the capture listener; answers once it is open, lost or closed',
    body: TunnelWishSchema,
    response: TunnelStateSchema,
  },
  closeTunnel: {
    method: 'POST',
    path: '/api/tunnel/close',
    summary: 'Close the tunnel; answers when nothing is reachable any more',
    body: Nothing,
    response: TunnelStateSchema,
  },
  probeTunnel: {
    method: 'POST',
    path: '/api/tunnel/probe',
    summary: 'Prove the tunnel now, or try a lost one at once; answers with the state after it',
    body: Nothing,
    response: TunnelStateSchema,
  },
  acceptTunnelUrl: {
    method: 'POST',
    path: '/api/tunnel/accept-url',
    summary: 'Senders were given the present address: it is no longer told as changed',
    body: Nothing,
    response: TunnelStateSchema,
  },
  listGaps: {
    method: 'GET',
    path: '/api/tunnel/gaps',
    reads: true,
    summary:
      'Times when an open tunnel did not work, oldest first; of those that touch `from` to `to`, the newest `limit` (1,000)',
    query: Type.Object(
      {
        from: Type.Optional(Type.Integer({ minimum: 0 })),
        to: Type.Optional(Type.Integer({ minimum: 0 })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
      },
      closed,
    ),
    response: Type.Array(TunnelGapSchema),
  },
  listOpenings: {
    method: 'GET',
    path: '/api/tunnel/openings',
    reads: true,
    summary: 'Times for which the tunnel was open, its gaps included, oldest first; those that touch `from` to `to`',
    query: Type.Object(
      { from: Type.Optional(Type.Integer({ minimum: 0 })), to: Type.Optional(Type.Integer({ minimum: 0 })) },
      closed,
    ),
    response: Type.Array(TunnelOpeningSchema),
  },

  listSearches: {
    method: 'GET',
    path: '/api/searches',
    reads: true,
    summary: 'Saved searches',
    response: Type.Array(SavedSearchSchema),
  },
  saveSearch: {
    method: 'POST',
    path: '/api/searches',
    summary: 'Save a search under a name',
    body: Type.Object({ name: Type.String({ minLength: 1, maxLength: 80 }), query: Query }, closed),
    response: SavedSearchSchema,
  },
  deleteSearch: {
    method: 'DELETE',
    path: '/api/searches/:id',
    summary: 'Delete a saved search',
    params: idParam,
    response: null,
  },
} as const satisfies Record<string, Route>;

export type Routes = typeof ROUTES;
export type RouteName = keyof Routes;

type Part<R, K extends string> = R extends { readonly [P in K]: infer S extends TSchema } ? Static<S> : undefined;
/** What a caller gives to a route: path parameters, query and body, each only where the route has one. */
export interface RouteInput<N extends RouteName> {
  readonly params: Part<Routes[N], 'params'>;
  readonly query: Part<Routes[N], 'query'>;
  readonly body: Part<Routes[N], 'body'>;
}
/** What a route answers: its JSON, or undefined for no content. */
export type RouteOutput<N extends RouteName> = Routes[N]['response'] extends TSchema
  ? Static<Routes[N]['response']>
  : undefined;
