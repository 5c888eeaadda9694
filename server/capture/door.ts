import type { EndpointLimits } from '../contract/tunnel.ts';
import { type Allowance, admit, fullAllowance, type Knock } from '../tunnel/limits.ts';
import { constantReply, type PreparedReply } from './reply.ts';

export interface Doors {
  /** Who is let in at an endpoint, or undefined where everyone is. */
  of(endpointId: number, limits: EndpointLimits): ((knock: Knock) => PreparedReply | null) | undefined;
}

interface DoorsOptions {
  readonly nowMs: () => number;
  /** Told of each refusal, in words for the user. */
  readonly onRefused: (endpointId: number, sentence: string) => void;
}

/** The limits of endpoints as capture asks them. What an endpoint has used of its rate outlives changes of other settings. */
export function createDoors({ nowMs, onRefused }: DoorsOptions): Doors {
  const used = new Map<number, { readonly perMinute: number | null; readonly allowance: Allowance }>();
  return {
    of(endpointId, limits) {
      if (limits.basicAuth === null && limits.allow === null && limits.perMinute === null) return undefined;
      const { perMinute } = limits;
      return (knock) => {
        const now = nowMs();
        const known = used.get(endpointId);
        const before = known?.perMinute === perMinute ? known.allowance : fullAllowance(limits, now);
        const admission = admit(limits, knock, before, now);
        used.set(endpointId, { perMinute, allowance: admission.allowance });
        if (admission.kind === 'admitted') return null;
        onRefused(endpointId, admission.sentence);
        return constantReply(admission.status, TEXTS[admission.status], admission.headers.flat());
      };
    },
  };
}

const TEXTS = { 401: 'unauthorized\n', 403: 'forbidden\n', 429: 'too many requests\n' } as const;
