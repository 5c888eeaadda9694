import type { TunnelState } from '../../server/contract/tunnel.ts';
import type { Meaning } from './sentences.ts';
import { timeOfDay } from './time.ts';
import { ADAPTERS } from './tunnel-adapters.ts';

/** How long a proof counts, in milliseconds. Probes go out every 20 seconds: two are missing by then. */
export const PROOF_LASTS_MS = 45_000;

export interface TunnelWords {
  /** A few words for the bar. */
  readonly chip: string;
  readonly title: string;
  readonly text: string;
  readonly meaning: Meaning;
}

/** A time span for a sentence, in whole units that do not break: `4 s`, `2 min`, `3 h`. Never negative: clocks differ by a little. */
export function spanInWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds}\u00a0s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}\u00a0min`;
  return `${Math.floor(seconds / 3_600)}\u00a0h`;
}

/** A tunnel's state in words. Only a proof counts: an open tunnel says when a round trip last worked, and an old proof is none. */
export function tunnelWords(state: TunnelState, nowMs: number): TunnelWords {
  switch (state.kind) {
    case 'closed':
      if (state.reason !== null)
        return { chip: 'Tunnel closed', title: 'The tunnel is closed', text: state.reason, meaning: 'warning' };
      return {
        chip: 'Local only',
        title: 'Nothing is reachable from outside',
        text: 'Programs on this computer can send to an endpoint; other computers cannot.',
        meaning: 'plain',
      };
    case 'opening':
      return {
        chip: 'Opening…',
        title: `Opening through ${ADAPTERS[state.adapter].name}`,
        text: `${state.attempt === 1 ? 'Asking for a public address' : `Try number ${state.attempt}`}, since ${spanInWords(nowMs - state.since)}.`,
        meaning: 'info',
      };
    case 'open':
      return openWords(state, nowMs);
    case 'lost':
      return {
        chip: 'Tunnel lost',
        title: `The tunnel has been lost since ${timeOfDay(state.since, nowMs)}`,
        text: state.reason,
        meaning: 'bad',
      };
  }
}

function openWords({ lastProbe: proof, doubt }: Extract<TunnelState, { kind: 'open' }>, nowMs: number): TunnelWords {
  if (proof === null) {
    return {
      chip: 'Open, not proven',
      title: 'Open, but not proven yet',
      text: `There is an address, but no round trip through it has worked yet.${doubt === null ? '' : ` ${doubt}`}`,
      meaning: 'warning',
    };
  }
  const ago = spanInWords(nowMs - proof.at);
  if (doubt !== null) {
    return {
      chip: `Last round trip ${ago} ago`,
      title: 'Open, but the newest probe failed',
      text: `${doubt} The last round trip worked ${ago} ago; another try follows by itself.`,
      meaning: 'warning',
    };
  }
  if (nowMs - proof.at > PROOF_LASTS_MS) {
    return {
      chip: `Last round trip ${ago} ago`,
      title: 'Open, but not proven of late',
      text: `The last round trip worked ${ago} ago. Check now whether the address still leads here.`,
      meaning: 'warning',
    };
  }
  return {
    chip: `Round trip ${ago} ago`,
    title: 'Open to the outside',
    text: `A round trip through the public address worked ${ago} ago.`,
    meaning: 'ok',
  };
}

/** When a lost tunnel is tried again: `Next try in 4 s.` */
export const retryWords = (retryAt: number, nowMs: number): string =>
  retryAt <= nowMs ? 'Trying again.' : `Next try in ${spanInWords(retryAt - nowMs)}.`;
