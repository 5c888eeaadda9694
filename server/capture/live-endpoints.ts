import type { EndpointLimits } from '../contract/tunnel.ts';
import { answerChallenge, findProvider } from '../providers/index.ts';
import type { Credential } from '../providers/provider.ts';
import type { StoredEndpoint } from '../truth/tables/endpoints.ts';
import { createDoors } from './door.ts';
import type { EndpointDirectory, LiveEndpoint } from './endpoint-directory.ts';
import { prepareReply } from './reply.ts';

interface Sources {
  readonly endpoints: () => readonly StoredEndpoint[];
  readonly credentials: () => readonly { readonly endpointId: number; readonly credential: Credential }[];
  /** The limits of an endpoint in the clear. */
  readonly limits: (endpoint: StoredEndpoint) => EndpointLimits;
  readonly nowMs: () => number;
  readonly onRefused: (endpointId: number, sentence: string) => void;
}

/** The endpoints that answer, kept in memory; `reload` after each change of an endpoint or a secret. */
export function createLiveEndpoints({
  endpoints,
  credentials,
  limits,
  nowMs,
  onRefused,
}: Sources): EndpointDirectory & { reload(): void } {
  const doors = createDoors({ nowMs, onRefused });
  let bySlug = new Map<string, LiveEndpoint>();
  const reload = (): void => {
    const own = Map.groupBy(credentials(), ({ endpointId }) => endpointId);
    const live = endpoints().filter(({ deletedAt }) => deletedAt === null);
    bySlug = new Map(
      live.map((endpoint) => {
        const { id, slug, paused, reply, provider } = endpoint;
        const secrets = (own.get(id) ?? []).map(({ credential }) => credential);
        const refusal = doors.of(id, limits(endpoint));
        const prepared: LiveEndpoint = {
          id,
          paused,
          reply: prepareReply(reply),
          ...(refusal === undefined ? {} : { refusal }),
          challenge: challengeOf(provider, secrets),
        };
        return [slug, prepared];
      }),
    );
  };
  reload();
  return { find: (slug) => bySlug.get(slug), reload };
}

/** How an endpoint answers the set-up requests of its provider, and those that any CloudEvents sender makes by OPTIONS. */
function challengeOf(
  providerId: string | null,
  credentials: readonly Credential[],
): NonNullable<LiveEndpoint['challenge']> {
  const provider = providerId === null ? undefined : findProvider(providerId);
  return (method, read) => {
    if (provider?.setup?.challenge === undefined && method !== 'OPTIONS') return null;
    const found = answerChallenge(read(), provider, credentials);
    if (found === null) return null;
    const { status, body: text, sentence, learned } = found;
    const reply = prepareReply({ status, headers: [...found.headers], body: text, delayMs: 0 });
    return {
      reply,
      sentence,
      ...(learned === undefined || provider === undefined
        ? {}
        : { learned: { provider: provider.name, value: learned } }),
    };
  };
}
