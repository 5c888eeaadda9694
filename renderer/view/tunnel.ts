import type { TunnelState } from '../../server/contract/tunnel.ts';
import { formatDuration } from './time.ts';

export interface TunnelWords {
  /** Two words for the bar. */
  readonly chip: string;
  readonly title: string;
  readonly text: string;
  readonly meaning: 'plain' | 'ok' | 'warning' | 'bad';
}

const seconds = (ms: number): string => `${Math.max(0, Math.round(ms / 1_000))} s`;

/** A tunnel's state in words. Only a proof counts: an open tunnel says when a round trip last worked. */
export function tunnelWords(state: TunnelState, now: number): TunnelWords {
  switch (state.kind) {
    case 'closed':
      return {
        chip: 'Local only',
        title: 'Nothing is reachable from outside',
        text: state.reason ?? 'Programs on this machine can send to an endpoint; other machines cannot.',
        meaning: 'plain',
      };
    case 'opening':
      return {
        chip: 'Opening…',
        title: `Opening through ${state.adapter}`,
        text: state.attempt === 1 ? 'Asking for a public address.' : `Try number ${state.attempt}.`,
        meaning: 'warning',
      };
    case 'open': {
      const proof = state.lastProbe;
      return {
        chip: proof === null ? 'Public, unproven' : 'Public',
        title: 'Open to the outside',
        text:
          proof === null
            ? 'No round trip through the public address has worked yet.'
            : `A round trip worked ${seconds(now - proof.at)} ago and took ${formatDuration(proof.roundTripMs)}.`,
        meaning: proof === null ? 'warning' : 'ok',
      };
    }
    case 'lost':
      return {
        chip: 'Tunnel lost',
        title: 'The tunnel does not work at present',
        text: `${state.reason} The next try is in ${seconds(state.retryAt - now)}.`,
        meaning: 'bad',
      };
  }
}
