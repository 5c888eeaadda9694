import { tellsSender } from '../../server/contract/reachable.ts';
import type { EndpointLimits, LimitsView, TunnelState } from '../../server/contract/tunnel.ts';

/** An endpoint's limits as they stand in the form. `password`: what was typed; null leaves the one that is set. */
export interface LimitsDraft {
  readonly allow: string;
  readonly perMinute: string;
  readonly asksPassword: boolean;
  readonly user: string;
  readonly password: string | null;
}

/** The form's beginning. A password that is set is not known, so it is left as it is. */
export const draftOf = ({ allow, perMinute, basicAuth }: LimitsView): LimitsDraft => ({
  allow: (allow ?? []).join('\n'),
  perMinute: perMinute === null ? '' : String(perMinute),
  asksPassword: basicAuth !== null,
  user: basicAuth?.user ?? '',
  password: basicAuth === null ? '' : null,
});

/** Entries of an allow-list, one a line; empty lines count for nothing. */
export const allowEntries = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** What is to be changed, or which field cannot be taken and why. Addresses are judged by the server alone. */
export type ReadLimits =
  | { readonly kind: 'fits'; readonly limits: Partial<EndpointLimits> }
  | { readonly kind: 'bad'; readonly field: 'user' | 'password' | 'perMinute' | 'allow'; readonly sentence: string };

export function readLimits({ allow, perMinute, asksPassword, user, password }: LimitsDraft): ReadLimits {
  const entries = allowEntries(allow);
  const rate = perMinute.trim() === '' ? null : Number(perMinute);
  const bad = (field: Extract<ReadLimits, { kind: 'bad' }>['field'], sentence: string): ReadLimits => ({
    kind: 'bad',
    field,
    sentence,
  });
  if (entries.length > 1_000) return bad('allow', 'An allow-list has at most 1,000 lines.');
  const long = entries.find((entry) => entry.length > 60);
  if (long !== undefined) return bad('allow', `“${long.slice(0, 24)}…” is no address or range.`);
  if (rate !== null && !(Number.isInteger(rate) && rate >= 1 && rate <= 1_000_000))
    return bad('perMinute', 'Give a whole number from 1 to 1,000,000, or nothing.');
  if (asksPassword && user.trim() === '') return bad('user', 'Give the user name that senders have to send.');
  if (asksPassword && user.includes(':'))
    return bad('user', 'A user name has no colon: HTTP could not tell where it ends.');
  if (asksPassword && password === '') return bad('password', 'Give the password that senders have to send.');
  const basicAuth = !asksPassword ? { basicAuth: null } : password === null ? {} : { basicAuth: { user, password } };
  return { kind: 'fits', limits: { allow: entries.length === 0 ? null : entries, perMinute: rate, ...basicAuth } };
}

/** Why an allow-list would let nobody in as things are, or could later; null where there is nothing to warn of. */
export function allowWarning(state: TunnelState, allow: string): string | null {
  if (allowEntries(allow).length === 0 || tellsSender(state)) return null;
  switch (state.kind) {
    case 'closed':
      return 'While a tunnel is open, this lets in only senders whose address the tunnel itself tells. localtunnel’s public server does not.';
    case 'open':
      return state.fidelity.measured
        ? 'This lets nobody in at present: the open tunnel does not tell the address of senders.'
        : 'This lets nobody in until a round trip has shown that the open tunnel tells the address of senders.';
    case 'opening':
    case 'lost':
      return 'This lets nobody in until the tunnel is open and known to tell the address of senders.';
  }
}
