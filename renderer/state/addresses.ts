import type { RouteName, Routes } from '../../server/contract/routes.ts';

type Address<N extends RouteName> = readonly [method: Routes[N]['method'], path: Routes[N]['path']];

/**
 * Method and path of each route that the renderer calls. The types tie every line to the contract, while the contract's
 * schemas (and with them typebox) stay out of the bundle.
 */
export const ADDRESSES = {
  openSession: ['POST', '/api/session'],
  listSessions: ['GET', '/api/sessions'],
  endSession: ['DELETE', '/api/sessions/:id'],
  endOtherSessions: ['POST', '/api/sessions/end'],
  status: ['GET', '/api/status'],
  feed: ['GET', '/api/feed'],
  tunnelStatus: ['GET', '/api/tunnel'],
  openTunnel: ['POST', '/api/tunnel/open'],
  closeTunnel: ['POST', '/api/tunnel/close'],
  probeTunnel: ['POST', '/api/tunnel/probe'],
  acceptTunnelUrl: ['POST', '/api/tunnel/accept-url'],
  listGaps: ['GET', '/api/tunnel/gaps'],
  listOpenings: ['GET', '/api/tunnel/openings'],
  getSettings: ['GET', '/api/settings'],
  setSettings: ['PATCH', '/api/settings'],
  listProviders: ['GET', '/api/providers'],
  listEndpoints: ['GET', '/api/endpoints'],
  createEndpoint: ['POST', '/api/endpoints'],
  changeEndpoint: ['PATCH', '/api/endpoints/:id'],
  rotateEndpoint: ['POST', '/api/endpoints/:id/rotate'],
  deleteEndpoint: ['DELETE', '/api/endpoints/:id'],
  restoreEndpoint: ['POST', '/api/endpoints/:id/restore'],
  sendSample: ['POST', '/api/endpoints/:id/sample'],
  listSecrets: ['GET', '/api/endpoints/:id/secrets'],
  addSecret: ['POST', '/api/endpoints/:id/secrets'],
  fetchContentstackKey: ['POST', '/api/endpoints/:id/contentstack-key'],
  deleteSecret: ['DELETE', '/api/secrets/:id'],
  listDeliveries: ['GET', '/api/deliveries'],
  getDelivery: ['GET', '/api/deliveries/:id'],
  getBody: ['GET', '/api/deliveries/:id/body'],
  changeDelivery: ['PATCH', '/api/deliveries/:id'],
  deleteDeliveries: ['POST', '/api/deliveries/delete'],
  restoreDeliveries: ['POST', '/api/deliveries/restore'],
  exportDelivery: ['GET', '/api/deliveries/:id/export'],
  getVerification: ['GET', '/api/deliveries/:id/verification'],
  trySecret: ['POST', '/api/deliveries/:id/verification'],
  judgeAgain: ['POST', '/api/endpoints/:id/judge'],
  confirmSubscription: ['POST', '/api/deliveries/:id/confirm-subscription'],
  cancelJudging: ['POST', '/api/endpoints/:id/judge/cancel'],
  listRecipes: ['GET', '/api/recipes'],
  saveRecipe: ['POST', '/api/recipes'],
  deleteRecipe: ['DELETE', '/api/recipes/:id'],
  listAttempts: ['GET', '/api/deliveries/:id/attempts'],
  getAttemptBody: ['GET', '/api/attempts/:id/body'],
  replay: ['POST', '/api/replays'],
  cancelReplays: ['POST', '/api/replays/cancel'],
  listDestinations: ['GET', '/api/destinations'],
  createDestination: ['POST', '/api/destinations'],
  changeDestination: ['PATCH', '/api/destinations/:id'],
  deleteDestination: ['DELETE', '/api/destinations/:id'],
  listAllowedHosts: ['GET', '/api/allowed-hosts'],
  allowHost: ['POST', '/api/allowed-hosts'],
  forbidHost: ['POST', '/api/allowed-hosts/remove'],
  listSearches: ['GET', '/api/searches'],
  saveSearch: ['POST', '/api/searches'],
  deleteSearch: ['DELETE', '/api/searches/:id'],
} as const satisfies { readonly [N in RouteName]?: Address<N> };

export type CalledRoute = keyof typeof ADDRESSES;

/** The path of a route with its `:name` parts filled in and its query appended; absent query values are left out. */
export function addressOf(
  path: string,
  params: Readonly<Record<string, unknown>> = {},
  query: Readonly<Record<string, unknown>> = {},
): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? filled : `${filled}?${search}`;
}
