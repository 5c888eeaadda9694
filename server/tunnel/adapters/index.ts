import type { Adapter } from '../opener.ts';
import { cloudflared } from './cloudflared.ts';
import { commandAdapter } from './command-adapter.ts';
import { localtunnel } from './localtunnel.ts';
import { ngrok } from './ngrok.ts';
import { publicUrl } from './public-url.ts';
import { localhostRun, ownSsh, pinggy } from './ssh.ts';
import { tailscale } from './tailscale.ts';

/** Every adapter, in the order of the contract's `ADAPTER_IDS`. Programs are looked up in the PATH of `env`. */
export function allAdapters(env: NodeJS.ProcessEnv = process.env): readonly Adapter[] {
  const command = (spec: Parameters<typeof commandAdapter>[0]): Adapter => commandAdapter(spec, env);
  return [
    localtunnel,
    command(cloudflared),
    command(ngrok),
    command(localhostRun),
    command(pinggy),
    command(ownSsh),
    command(tailscale),
    publicUrl,
  ];
}
