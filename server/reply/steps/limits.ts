import { admit, fullAllowance } from '../../tunnel/limits.ts';
import { constantReply } from '../prepared.ts';
import type { ReadyOf } from '../step.ts';

const TEXTS = { 401: 'unauthorized\n', 403: 'forbidden\n', 429: 'too many requests\n' } as const;

/** Who is let in at an endpoint: by address, rate and password. */
export const limits: ReadyOf<'limits'> = ({ limits }, { endpointId, nowMs, onRefused, used }) => {
  const { perMinute } = limits;
  return {
    asksWho: true,
    refuse(knock) {
      const now = nowMs();
      const known = used.get(endpointId);
      const before = known?.perMinute === perMinute ? known.allowance : fullAllowance(limits, now);
      const admission = admit(limits, knock(), before, now);
      used.set(endpointId, { perMinute, allowance: admission.allowance });
      if (admission.kind === 'admitted') return null;
      onRefused(endpointId, admission.sentence);
      return constantReply(admission.status, TEXTS[admission.status], admission.headers.flat());
    },
  };
};
