import type { LimitsView, TunnelState } from './tunnel.ts';

/** A tunnel through which nothing is delivered for so long closes by itself. */
export const TUNNEL_IDLE_HOURS = 8;

interface Reached {
  readonly paused: boolean;
  readonly limits: LimitsView;
}

export interface ReachableFrom {
  readonly state: TunnelState;
  /** Scheme, host and port of the capture listener. */
  readonly captureBase: string;
  readonly endpoints: readonly (Reached & { readonly name: string; readonly slug: string })[];
}

/** What there is to say of a data folder that nobody serves. */
export const NOT_SERVED =
  'No Hookglass is running on this data folder, so nothing can deliver. Start one with `hookglass serve`.';

/** What can be called from outside at this moment, and what cannot, in sentences for people: endpoints first. Pure. */
export function reachableSentences({ state, captureBase, endpoints }: ReachableFrom): string[] {
  const each =
    state.kind === 'open'
      ? endpoints.map((endpoint) => `${endpoint.name}: ${state.url}/e/${endpoint.slug} ${whoGetsIn(state, endpoint)}`)
      : [];
  return [...each, ...reachableInGeneral({ state, captureBase })];
}

/** The sentences that concern every endpoint alike. */
export function reachableInGeneral({ state, captureBase }: Pick<ReachableFrom, 'state' | 'captureBase'>): string[] {
  const { host } = new URL(captureBase);
  const never = `Everything else stays out of reach: the tunnel leads to the capture port (${host}) alone, never to this window, its API or another program.`;
  switch (state.kind) {
    case 'closed':
      return ['Nothing is reachable from outside: the tunnel is closed. Programs on this computer can deliver.'];
    case 'opening':
      return ['Nothing is reachable from outside yet: the tunnel is being opened.', never];
    case 'lost':
      return [
        'At present nothing is known to be reachable from outside: the tunnel is lost and will be opened again. Until then its last address may or may not lead here.',
        never,
      ];
    case 'open':
      return [
        `Any other path at ${state.url} answers 404, the same for all, and nothing of it is kept.`,
        ...(state.adapter === 'public-url'
          ? []
          : [
              'Whoever runs the tunnel can read and change what goes through it; only a valid signature tells that nobody did.',
            ]),
        `It closes by itself after ${TUNNEL_IDLE_HOURS} hours in which no delivery came through it.`,
        never,
      ];
  }
}

/** Who may deliver to an endpoint through an open tunnel, as the end of a sentence that begins with its address. */
export function whoGetsIn(state: Extract<TunnelState, { kind: 'open' }>, { limits, paused }: Reached): string {
  const { basicAuth, allow, perMinute } = limits;
  if (paused) return 'is paused: every request is answered 503 and not kept.';
  if (allow !== null && !tellsSender(state))
    return 'lets nobody in: it has an allow-list, and this tunnel is not known to tell the address of senders.';
  const who =
    allow === null
      ? 'takes deliveries from anyone who knows this address'
      : `takes deliveries from ${allow.join(', ')}`;
  const password = basicAuth === null ? '' : ', with user name and password';
  const rate = perMinute === null ? '' : `, at most ${perMinute} a minute`;
  return `${who}${password}${rate}.`;
}

/** Whether an allow-list can let anybody in while the tunnel is in this state: a probe saw that it tells senders' addresses. */
export const tellsSender = (state: TunnelState): boolean =>
  state.kind === 'open' && state.fidelity.measured && state.fidelity.tellsSender;
