/** Where a route is, without its schemas: a program that only calls the API needs no more. */
export interface Address {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** true: changes nothing that is stored; the command line may ask for it with no server. */
  readonly reads?: boolean;
  /** The media type of an answer that is no JSON. */
  readonly bytes?: string;
}

/** Every address of the control API by its name. `ROUTES` adds what goes in and what comes out. */
export const ADDRESSES = {
  openSession: { method: 'POST', path: '/api/session' },
  makeCode: { method: 'POST', path: '/api/session/code' },
  makePage: { method: 'POST', path: '/api/session/page' },
  listSessions: { method: 'GET', path: '/api/sessions', reads: true },
  endSession: { method: 'DELETE', path: '/api/sessions/:id' },
  endOtherSessions: { method: 'POST', path: '/api/sessions/end' },
  openapi: { method: 'GET', path: '/api/openapi.json', reads: true },
  status: { method: 'GET', path: '/api/status', reads: true },
  feed: { method: 'GET', path: '/api/feed', bytes: 'text/event-stream' },
  getSettings: { method: 'GET', path: '/api/settings', reads: true },
  setSettings: { method: 'PATCH', path: '/api/settings' },
  listProviders: { method: 'GET', path: '/api/providers', reads: true },
  listSearches: { method: 'GET', path: '/api/searches', reads: true },
  saveSearch: { method: 'POST', path: '/api/searches' },
  deleteSearch: { method: 'DELETE', path: '/api/searches/:id' },
  listEndpoints: { method: 'GET', path: '/api/endpoints', reads: true },
  createEndpoint: { method: 'POST', path: '/api/endpoints' },
  changeEndpoint: { method: 'PATCH', path: '/api/endpoints/:id' },
  rotateEndpoint: { method: 'POST', path: '/api/endpoints/:id/rotate' },
  deleteEndpoint: { method: 'DELETE', path: '/api/endpoints/:id' },
  restoreEndpoint: { method: 'POST', path: '/api/endpoints/:id/restore' },
  sendSample: { method: 'POST', path: '/api/endpoints/:id/sample' },
  listSecrets: { method: 'GET', path: '/api/endpoints/:id/secrets', reads: true },
  addSecret: { method: 'POST', path: '/api/endpoints/:id/secrets' },
  fetchContentstackKey: { method: 'POST', path: '/api/endpoints/:id/contentstack-key' },
  deleteSecret: { method: 'DELETE', path: '/api/secrets/:id' },
  listDeliveries: { method: 'GET', path: '/api/deliveries', reads: true },
  getDelivery: { method: 'GET', path: '/api/deliveries/:id', reads: true },
  getBody: { method: 'GET', path: '/api/deliveries/:id/body', reads: true, bytes: 'application/octet-stream' },
  changeDelivery: { method: 'PATCH', path: '/api/deliveries/:id' },
  deleteDeliveries: { method: 'POST', path: '/api/deliveries/delete' },
  restoreDeliveries: { method: 'POST', path: '/api/deliveries/restore' },
  exportDelivery: { method: 'GET', path: '/api/deliveries/:id/export', reads: true, bytes: 'application/octet-stream' },
  getVerification: { method: 'GET', path: '/api/deliveries/:id/verification', reads: true },
  trySecret: { method: 'POST', path: '/api/deliveries/:id/verification', reads: true },
  verifyRequest: { method: 'POST', path: '/api/verification/request', reads: true },
  verifyVectors: { method: 'POST', path: '/api/verification/vectors', reads: true },
  judgeAgain: { method: 'POST', path: '/api/endpoints/:id/judge' },
  cancelJudging: { method: 'POST', path: '/api/endpoints/:id/judge/cancel' },
  confirmSubscription: { method: 'POST', path: '/api/deliveries/:id/confirm-subscription' },
  listRecipes: { method: 'GET', path: '/api/recipes', reads: true },
  saveRecipe: { method: 'POST', path: '/api/recipes' },
  deleteRecipe: { method: 'DELETE', path: '/api/recipes/:id' },
  listAttempts: { method: 'GET', path: '/api/deliveries/:id/attempts', reads: true },
  getAttemptBody: { method: 'GET', path: '/api/attempts/:id/body', reads: true, bytes: 'application/octet-stream' },
  replay: { method: 'POST', path: '/api/replays' },
  cancelReplays: { method: 'POST', path: '/api/replays/cancel' },
  cancelRun: { method: 'POST', path: '/api/runs/:id/cancel' },
  listDestinations: { method: 'GET', path: '/api/destinations', reads: true },
  createDestination: { method: 'POST', path: '/api/destinations' },
  changeDestination: { method: 'PATCH', path: '/api/destinations/:id' },
  deleteDestination: { method: 'DELETE', path: '/api/destinations/:id' },
  listAllowedHosts: { method: 'GET', path: '/api/allowed-hosts', reads: true },
  allowHost: { method: 'POST', path: '/api/allowed-hosts' },
  forbidHost: { method: 'POST', path: '/api/allowed-hosts/remove' },
  tunnelStatus: { method: 'GET', path: '/api/tunnel', reads: true },
  openTunnel: { method: 'POST', path: '/api/tunnel/open' },
  closeTunnel: { method: 'POST', path: '/api/tunnel/close' },
  probeTunnel: { method: 'POST', path: '/api/tunnel/probe' },
  acceptTunnelUrl: { method: 'POST', path: '/api/tunnel/accept-url' },
  listGaps: { method: 'GET', path: '/api/tunnel/gaps', reads: true },
  listOpenings: { method: 'GET', path: '/api/tunnel/openings', reads: true },
} as const satisfies Readonly<Record<string, Address>>;

/** The path of an address with its `:name` parts filled in and its query appended; absent query values are left out. */
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
