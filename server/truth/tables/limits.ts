import { randomBytes } from 'node:crypto';
import { NO_LIMITS } from '../../contract/no-limits.ts';
import type { EndpointLimits, LimitsView } from '../../contract/tunnel.ts';
import type { Vault } from '../vault.ts';

/** Limits as stored: the password sealed (base64). */
export interface StoredLimits extends Omit<EndpointLimits, 'basicAuth'> {
  readonly basicAuth: { readonly user: string; readonly sealed: string } | null;
}

export const NO_STORED_LIMITS: StoredLimits = { ...NO_LIMITS, basicAuth: null };

/** `present` with the members of `patch` in their place. */
export function sealLimits(vault: Vault, present: StoredLimits, patch: Partial<EndpointLimits>): StoredLimits {
  const { basicAuth, ...others } = patch;
  const next = { ...present, ...others };
  if (basicAuth === undefined) return next;
  if (basicAuth === null) return { ...next, basicAuth: null };
  const sealed = vault.seal(basicAuth.password).toString('base64');
  return { ...next, basicAuth: { user: basicAuth.user, sealed } };
}

/** Limits in the clear, for capture. A password whose key is lost fits nothing, so that the endpoint stays shut. */
export function openLimits(vault: Vault, { basicAuth, ...others }: StoredLimits): EndpointLimits {
  if (basicAuth === null) return { ...others, basicAuth };
  const password = vault.open(Buffer.from(basicAuth.sealed, 'base64')) ?? randomBytes(32).toString('hex');
  return { ...others, basicAuth: { user: basicAuth.user, password } };
}

/** Limits as the API tells them. */
export function toLimitsView({ basicAuth, allow, perMinute }: StoredLimits): LimitsView {
  return { basicAuth: basicAuth === null ? null : { user: basicAuth.user }, allow: allow && [...allow], perMinute };
}
