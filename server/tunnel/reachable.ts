import type { LimitsView, TunnelState } from '../contract/tunnel.ts';

export interface ReachableFrom {
  readonly state: TunnelState;
  /** Scheme, host and port of the capture listener. */
  readonly captureBase: string;
  readonly idleHours: number;
  readonly endpoints: readonly {
    readonly name: string;
    readonly slug: string;
    readonly paused: boolean;
    readonly limits: LimitsView;
  }[];
}

/** What can be called from outside at this moment, and what cannot, in sentences for people. Pure. */
export function reachableSentences({ state, captureBase, idleHours, endpoints }: ReachableFrom): string[] {
  const { host } = new URL(captureBase);
  const never = `Everything else stays out of reach: the tunnel leads to the capture port (${host}) alone, never to this window, its API or another program.`;
  if (state.kind === 'closed')
    return ['Nothing is reachable from outside: the tunnel is closed. Programs on this computer can deliver.'];
  if (state.kind === 'opening') return ['Nothing is reachable from outside yet: the tunnel is being opened.', never];
  if (state.kind === 'lost') {
    return [
      'At present nothing is known to be reachable from outside: the tunnel is lost and will be opened again. Until then its last address may or may not lead here.',
      never,
    ];
  }
  const tellsSender = state.fidelity.measured && state.fidelity.tellsSender;
  return [
    ...endpoints.map(
      ({ name, slug, paused, limits }) => `${name}: ${state.url}/e/${slug} ${whoGetsIn(limits, paused, tellsSender)}`,
    ),
    `Any other path at ${state.url} answers 404, the same for all, and nothing of it is kept.`,
    ...(state.adapter === 'public-url'
      ? []
      : [
          'Whoever runs the tunnel can read and change what goes through it; only a valid signature tells that nobody did.',
        ]),
    `It closes by itself after ${idleHours} hours without a delivery.`,
    never,
  ];
}

function whoGetsIn({ basicAuth, allow, perMinute }: LimitsView, paused: boolean, tellsSender: boolean): string {
  if (paused) return 'is paused: every request is answered 503 and not kept.';
  if (allow !== null && !tellsSender)
    return 'lets nobody in: it has an allow-list, and this tunnel is not known to tell the address of senders.';
  const who =
    allow === null
      ? 'takes deliveries from anyone who knows this address'
      : `takes deliveries from ${allow.join(', ')}`;
  const password = basicAuth === null ? '' : ', with user name and password';
  const rate = perMinute === null ? '' : `, at most ${perMinute} a minute`;
  return `${who}${password}${rate}.`;
}
