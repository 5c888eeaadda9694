import type { RouteInput, RouteName } from '../contract/routes.ts';

/** What a caller has to give to a route: only the parts that it has. */
export type Given<N extends RouteName> = {
  readonly [K in keyof RouteInput<N> as RouteInput<N>[K] extends undefined ? never : K]: RouteInput<N>[K];
};

/** The arguments of a call after the route's name; none has to be given where the route takes nothing. */
export type Arguments<N extends RouteName> = keyof Given<N> extends never ? [input?: Given<N>] : [input: Given<N>];

/** The same before any schema was looked at. */
export interface LooseInput {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}
