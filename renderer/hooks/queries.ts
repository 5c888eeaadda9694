import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { Delivery } from '../../server/contract/delivery.ts';
import type { Endpoint, Secret } from '../../server/contract/endpoint.ts';
import type { SavedRecipe } from '../../server/contract/recipe.ts';
import type { Attempt, Destination } from '../../server/contract/replay.ts';
import type { Session } from '../../server/contract/session.ts';
import type { ProviderInfo, SavedSearch, Settings, Status } from '../../server/contract/status.ts';
import type { AdapterInfo, TunnelGap, TunnelState } from '../../server/contract/tunnel.ts';
import type { Verification } from '../../server/contract/verification.ts';
import { useStorePart } from '../parts/use-store.ts';
import { KEYS } from '../state/apply-message.ts';
import { renewGaps } from '../state/gap-list.ts';
import type { TunnelHistory } from '../view/tunnel-spans.ts';
import { useShared } from './app-context.ts';

/** Addresses, figures and counters; renewed when the feed says so. */
export function useStatus(): Status | undefined {
  const { app } = useShared();
  return useQuery({ queryKey: KEYS.status, queryFn: () => app.api.call('status') }).data;
}

/** The same, asked anew when something that shows its counters appears: no message tells of a request that was refused. */
export function useFreshStatus(): Status | undefined {
  const { app } = useShared();
  return useQuery({ queryKey: KEYS.status, queryFn: () => app.api.call('status'), refetchOnMount: 'always' }).data;
}

const CLOSED: TunnelState = { kind: 'closed', reason: null };
/** The tunnel's present state; closed until the server has told another. */
export function useTunnelState(): TunnelState {
  return useStatus()?.tunnel ?? CLOSED;
}

/** The ways to a public address on this machine; asked when something that shows them appears, and by `refetch`. */
export function useTunnelAdapters(): UseQueryResult<readonly AdapterInfo[]> {
  const { app } = useShared();
  return useQuery({
    queryKey: KEYS.tunnelAdapters,
    queryFn: async () => (await app.api.call('tunnelStatus')).adapters,
    staleTime: 0,
  });
}

const NO_GAPS: readonly TunnelGap[] = [];
/** Every gap of the tunnel that is kept, oldest first; brought up to date with each state of the tunnel. */
export function useGaps(): readonly TunnelGap[] {
  const { app } = useShared();
  return (
    useQuery({
      queryKey: KEYS.gaps,
      queryFn: ({ client, queryKey }) =>
        renewGaps(client.getQueryData<readonly TunnelGap[]>(queryKey) ?? NO_GAPS, (query) =>
          app.api.call('listGaps', { query }),
        ),
    }).data ?? NO_GAPS
  );
}

const DAY_MS = 86_400_000;
/** When the tunnel was open in the last 24 hours, and all its gaps; undefined until the first is known. */
export function useTunnelHistory(): TunnelHistory | undefined {
  const { app } = useShared();
  const gaps = useGaps();
  const openings = useQuery({
    queryKey: KEYS.tunnelOpenings,
    queryFn: () => app.api.call('listOpenings', { query: { from: Date.now() - DAY_MS } }),
    staleTime: 0,
  }).data;
  return openings === undefined ? undefined : { openings, gaps };
}

export function useSettings(): Settings | undefined {
  const { app } = useShared();
  return useQuery({ queryKey: KEYS.settings, queryFn: () => app.api.call('getSettings') }).data;
}

const NO_ENDPOINTS: readonly Endpoint[] = [];
export function useEndpoints(): readonly Endpoint[] {
  const { app } = useShared();
  return useQuery({ queryKey: KEYS.endpoints, queryFn: () => app.api.call('listEndpoints') }).data ?? NO_ENDPOINTS;
}

/** The endpoint that the rail has chosen, or the first one where it shows all. */
export function useCurrentEndpoint(): Endpoint | undefined {
  const { app } = useShared();
  const endpoints = useEndpoints();
  const chosen = useStorePart(app.preferences, ({ endpointId }) => endpointId);
  return endpoints.find(({ id }) => id === chosen) ?? endpoints[0];
}

const NO_DESTINATIONS: readonly Destination[] = [];
export function useDestinations(): readonly Destination[] {
  const { app } = useShared();
  return (
    useQuery({ queryKey: KEYS.destinations, queryFn: () => app.api.call('listDestinations') }).data ?? NO_DESTINATIONS
  );
}

/** Where replays go: the destination chosen in the bar, or the only one there is. */
export function useChosenDestination(): Destination | undefined {
  const { app } = useShared();
  const destinations = useDestinations();
  const chosen = useStorePart(app.preferences, ({ destinationId }) => destinationId);
  return destinations.find(({ id }) => id === chosen) ?? destinations[0];
}

const NO_PROVIDERS: readonly ProviderInfo[] = [];
export function useProviders(): readonly ProviderInfo[] {
  const { app } = useShared();
  return useQuery({ queryKey: KEYS.providers, queryFn: () => app.api.call('listProviders') }).data ?? NO_PROVIDERS;
}

/** The name that a provider goes by; its id where nothing more is known. */
export function useProviderName(): (id: string | null) => string | null {
  const providers = useProviders();
  return (id) => (id === null ? null : (providers.find((provider) => provider.id === id)?.name ?? id));
}

const NO_SEARCHES: readonly SavedSearch[] = [];
export function useSearches(): readonly SavedSearch[] {
  const { app } = useShared();
  return useQuery({ queryKey: KEYS.searches, queryFn: () => app.api.call('listSearches') }).data ?? NO_SEARCHES;
}

export function useDelivery(id: number): UseQueryResult<Delivery> {
  const { app } = useShared();
  return useQuery({
    queryKey: KEYS.delivery(id),
    queryFn: () => app.api.call('getDelivery', { params: { id } }),
    gcTime: 60_000,
  });
}

/** The signature check of a delivery in full. */
export function useVerification(id: number): UseQueryResult<Verification> {
  const { app } = useShared();
  return useQuery({
    queryKey: KEYS.verification(id),
    queryFn: () => app.api.call('getVerification', { params: { id } }),
    gcTime: 60_000,
  });
}

const NO_ATTEMPTS: readonly Attempt[] = [];
export function useAttempts(deliveryId: number): readonly Attempt[] {
  const { app } = useShared();
  return (
    useQuery({
      queryKey: KEYS.attempts(deliveryId),
      queryFn: () => app.api.call('listAttempts', { params: { id: deliveryId } }),
      gcTime: 60_000,
      staleTime: 0,
    }).data ?? NO_ATTEMPTS
  );
}

const NO_SECRETS: readonly Secret[] = [];
export function useSecrets(endpointId: number): readonly Secret[] {
  const { app } = useShared();
  return (
    useQuery({
      queryKey: KEYS.secrets(endpointId),
      queryFn: () => app.api.call('listSecrets', { params: { id: endpointId } }),
      staleTime: 0,
    }).data ?? NO_SECRETS
  );
}

const NO_HOSTS: readonly string[] = [];
export function useAllowedHosts(): readonly string[] {
  const { app } = useShared();
  return (
    useQuery({ queryKey: KEYS.allowedHosts, queryFn: () => app.api.call('listAllowedHosts'), staleTime: 0 }).data ??
    NO_HOSTS
  );
}

const NO_SESSIONS: readonly Session[] = [];
/** Browsers that were let in, latest use first. */
export function useSessions(): readonly Session[] {
  const { app } = useShared();
  return (
    useQuery({ queryKey: KEYS.sessions, queryFn: () => app.api.call('listSessions'), staleTime: 0 }).data ?? NO_SESSIONS
  );
}

const NO_RECIPES: readonly SavedRecipe[] = [];
export function useRecipes(): readonly SavedRecipe[] {
  const { app } = useShared();
  return useQuery({ queryKey: KEYS.recipes, queryFn: () => app.api.call('listRecipes') }).data ?? NO_RECIPES;
}
