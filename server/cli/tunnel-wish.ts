import { Problem } from '../contract/problem.ts';
import { ADAPTER_IDS, type AdapterId, type TunnelOptions } from '../contract/tunnel.ts';
import type { Arguments } from './command.ts';

/** How to open the tunnel, from flags; null when no adapter is asked for. */
export function readTunnelWish(
  adapter: string | boolean | undefined,
  flags: Arguments['flags'],
  fallback?: readonly AdapterId[],
): TunnelOptions | null {
  const { subdomain, 'tunnel-host': host, url } = flags;
  if (adapter === undefined) {
    const odd = subdomain !== undefined ? '--subdomain' : host !== undefined ? '--tunnel-host' : null;
    if (odd !== null) throw new Problem('wrong-use', `${odd} needs --tunnel`);
    return null;
  }
  return {
    adapter: readAdapter(adapter),
    ...(typeof subdomain === 'string' ? { subdomain } : {}),
    ...(typeof host === 'string' ? { host } : {}),
    ...(typeof url === 'string' ? { url } : {}),
    ...(fallback === undefined ? {} : { fallback: [...fallback] }),
  };
}

/** @throws Problem `wrong-use` that names those that exist */
export function readAdapter(word: string | boolean | undefined): AdapterId {
  const known = ADAPTER_IDS.find((id) => id === word);
  if (known === undefined)
    throw new Problem('wrong-use', `there is no tunnel adapter ${word}; choose one of ${ADAPTER_IDS.join(', ')}`);
  return known;
}
