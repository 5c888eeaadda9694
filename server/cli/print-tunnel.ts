import { printable } from '../contract/invisible.ts';
import { publicEndpointUrl } from '../contract/public-endpoint-url.ts';
import type { TunnelState } from '../contract/tunnel.ts';
import type { CommandContext } from './command.ts';
import { localTime } from './local-time.ts';

/** Says each turn of the tunnel once, with its time: on stderr, or as `{tunnel}` lines on stdout with --json. */
export function printTunnel(
  { json, out, say }: Pick<CommandContext, 'json' | 'out' | 'say'>,
  captureUrl: string,
): (state: TunnelState) => void {
  let told = '';
  let urlTold: string | null = null;
  return (state) => {
    const turn = turnOf(state);
    if (turn === null || turn === told) return;
    told = turn;
    if (json) out(`${JSON.stringify({ tunnel: state })}\n`);
    say(`${localTime(Date.now())}  ${stateSentence(state, captureUrl)}`);
    if (state.kind === 'open' && state.urlChangedFrom !== null && state.url !== urlTold) say(changedUrl(state));
    urlTold = state.kind === 'open' ? state.url : urlTold;
  };
}

/** What makes a state news; null while an opening is not proven and tries follow each other. */
function turnOf(state: TunnelState): string | null {
  switch (state.kind) {
    case 'open':
      return state.lastProbe === null ? null : `open ${state.url}`;
    case 'lost':
      return `lost ${state.since} ${state.reason}`;
    case 'closed':
      return `closed ${state.reason}`;
    case 'opening':
      return null;
  }
}

/** A state of the tunnel as one sentence. */
export function stateSentence(state: TunnelState, captureUrl: string): string {
  switch (state.kind) {
    case 'closed':
      return state.reason === null ? 'The tunnel is closed.' : `The tunnel is closed. ${printable(state.reason)}`;
    case 'opening':
      return `The tunnel is being opened with ${state.adapter}, try ${state.attempt}.`;
    case 'lost': {
      return `The tunnel is lost; the next try is at ${localTime(state.retryAt)}. ${printable(state.reason)}`;
    }
    case 'open': {
      const { lastProbe, doubt, takenName } = state;
      const taken = takenName === null ? '' : ` The name ${printable(takenName)} belongs to someone else.`;
      const proof = lastProbe === null ? 'not proven yet' : `a round trip took ${Math.round(lastProbe.roundTripMs)} ms`;
      return `The tunnel is open (${state.adapter}, ${proof}): ${printable(publicEndpointUrl(state, captureUrl) ?? '')}${taken}${doubt === null ? '' : ` The newest probe failed: ${printable(doubt)}`}`;
    }
  }
}

/** The loud part: senders still call another address. */
export const changedUrl = ({ url, urlChangedFrom }: Extract<TunnelState, { kind: 'open' }>): string =>
  [
    '!!',
    `!!  YOUR PUBLIC ADDRESS HAS CHANGED. Senders still call ${printable(urlChangedFrom ?? '')}`,
    `!!  Give them ${printable(url)} in its place, then confirm it with: hookglass tunnel open --accept-url`,
    '!!',
  ].join('\n');
