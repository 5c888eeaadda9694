import type { ReplySettings } from '../contract/reply.ts';
import { stepsOf } from '../contract/reply.ts';
import type { EndpointLimits } from '../contract/tunnel.ts';
import type { Credential } from '../providers/provider.ts';
import { planReply } from '../reply/plan.ts';
import type { UsedAllowances } from '../reply/step.ts';
import { readyStep } from '../reply/steps/index.ts';
import type { EndpointDirectory, LiveEndpoint } from './endpoint-directory.ts';

interface Sources<Endpoint> {
  readonly endpoints: () => readonly Endpoint[];
  readonly credentials: () => readonly { readonly endpointId: number; readonly credential: Credential }[];
  /** The limits of an endpoint in the clear. */
  readonly limits: (endpoint: Endpoint) => EndpointLimits;
  readonly nowMs: () => number;
  readonly onRefused: (endpointId: number, sentence: string) => void;
  readonly logError: (message: string, error: unknown) => void;
}

type Stored = Omit<ReplySettings, 'limits'> & {
  readonly id: number;
  readonly slug: string;
  readonly deletedAt: number | null;
};

/** The endpoints that answer, kept in memory; `reload` after each change of an endpoint or a secret. */
export function createLiveEndpoints<Endpoint extends Stored>({
  endpoints,
  credentials,
  limits,
  nowMs,
  onRefused,
  logError,
}: Sources<Endpoint>): EndpointDirectory & { reload(): void } {
  const used: UsedAllowances = new Map();
  const onFailed = (error: unknown): void => logError('A set-up request could not be answered.', error);
  let bySlug = new Map<string, LiveEndpoint>();
  const reload = (): void => {
    const own = Map.groupBy(credentials(), ({ endpointId }) => endpointId);
    const live = endpoints().filter(({ deletedAt }) => deletedAt === null);
    bySlug = new Map(
      live.map((endpoint) => {
        const { id, slug, paused, reply, provider } = endpoint;
        const secrets = (own.get(id) ?? []).map(({ credential }) => credential);
        const context = { endpointId: id, credentials: secrets, nowMs, onRefused, used };
        const steps = stepsOf({ paused, reply, provider, limits: limits(endpoint) });
        const plan = planReply(
          steps.map((step) => readyStep(step, context)),
          onFailed,
        );
        return [slug, { id, plan }];
      }),
    );
  };
  reload();
  return { find: (slug) => bySlug.get(slug), reload };
}
