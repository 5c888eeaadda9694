import type { Static, TSchema } from 'typebox';
import type { ADDRESSES } from './addresses.ts';
import { DELIVERY_ROUTES } from './routes/deliveries.ts';
import { ENDPOINT_ROUTES } from './routes/endpoints.ts';
import { REPLAY_ROUTES } from './routes/replays.ts';
import type { Route } from './routes/route.ts';
import { SERVICE_ROUTES } from './routes/service.ts';
import { TUNNEL_ROUTES } from './routes/tunnel.ts';
import { VERIFICATION_ROUTES } from './routes/verification.ts';

export type { Route } from './routes/route.ts';

/** Every address of the control API by its name: the routes of the server, the clients' calls and the OpenAPI document. */
export const ROUTES = {
  ...SERVICE_ROUTES,
  ...ENDPOINT_ROUTES,
  ...DELIVERY_ROUTES,
  ...VERIFICATION_ROUTES,
  ...REPLAY_ROUTES,
  ...TUNNEL_ROUTES,
} as const satisfies Record<keyof typeof ADDRESSES, Route>;

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
