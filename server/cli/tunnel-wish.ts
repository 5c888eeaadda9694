import { ADAPTER_IDS, ADAPTER_WISHES, type AdapterId } from '../contract/adapter-ids.ts';
import { Problem } from '../contract/problem.ts';
import type { TunnelOptions } from '../contract/tunnel.ts';
import type { Arguments } from './command.ts';

/** Flags that say how to open the tunnel, wherever one can be opened. */
export const tunnelOptions = {
  subdomain: { type: 'string' },
  'tunnel-host': { type: 'string' },
  url: { type: 'string' },
  fallback: { type: 'string' },
} as const;
export const tunnelOptionHelp = {
  '--subdomain NAME': 'the name to ask the tunnel for',
  '--tunnel-host HOST': 'a localtunnel server of your own (URL), or the ssh host (user@host)',
  '--url URL': 'your public address, for public-url, and for ssh behind a web server',
  '--fallback ID,ID': 'adapters to try when the first cannot be opened',
} as const;
export const TUNNEL_USAGE = '[--subdomain NAME] [--tunnel-host HOST] [--url URL] [--fallback ID,ID]';

const WISHES = [
  ['subdomain', 'subdomain'],
  ['tunnel-host', 'host'],
  ['url', 'url'],
] as const;

/**
 * How to open the tunnel, from flags; null when no adapter is asked for.
 * @throws Problem `wrong-use` for an adapter that does not exist, and for flags that would change nothing
 */
export function readTunnelWish(adapter: string | boolean | undefined, flags: Arguments['flags']): TunnelOptions | null {
  const { fallback } = flags;
  const wishes = WISHES.flatMap(([flag, wish]) => {
    const text = flags[flag];
    return typeof text === 'string' ? [{ flag, wish, text }] : [];
  });
  if (adapter === undefined) {
    const odd = wishes[0]?.flag ?? (fallback === undefined ? null : 'fallback');
    if (odd !== null) throw new Problem('wrong-use', `--${odd} needs --tunnel`);
    return null;
  }
  const id = readAdapter(adapter);
  const vain = wishes.find(({ wish }) => !ADAPTER_WISHES[id].includes(wish));
  if (vain !== undefined) throw new Problem('wrong-use', `${id} takes no --${vain.flag}`);
  return {
    adapter: id,
    ...Object.fromEntries(wishes.map(({ wish, text }) => [wish, text])),
    ...(typeof fallback === 'string' ? { fallback: fallback.split(',').map(readAdapter) } : {}),
  };
}

function readAdapter(word: string | boolean): AdapterId {
  const known = ADAPTER_IDS.find((id) => id === word);
  if (known === undefined)
    throw new Problem('wrong-use', `there is no tunnel adapter ${word}; choose one of ${ADAPTER_IDS.join(', ')}`);
  return known;
}
