import { devNull } from 'node:os';
import { knownFidelity } from '../opener.ts';
import type { CommandSpec } from './command-adapter.ts';

/**
 * Cloudflare's quick tunnel: no account, a new name each time. A configuration file of the user's own would forbid quick tunnels
 * (https://developers.cloudflare.com/cloudflare-one/networks/connectors/cloudflare-tunnel/do-more-with-tunnels/trycloudflare/),
 * so none is read. Output as of 2021.9 to 2025.11; `api.trycloudflare.com` appears in errors and is no address of a tunnel.
 */
export const cloudflared: CommandSpec = {
  id: 'cloudflared',
  name: 'cloudflared',
  program: 'cloudflared',
  fidelity: knownFidelity({ respellsHeaderNames: true, addsForwarded: true }),
  install: {
    linux: 'Install cloudflared from https://pkg.cloudflare.com or its releases on GitHub.',
    darwin: 'Install it with: brew install cloudflared',
    win32: 'Install it with: winget install Cloudflare.cloudflared',
  },
  versionArgs: ['--version'],
  version: /cloudflared version (\S+)/,
  args: ({ target }) => ['tunnel', '--config', devNull, '--no-autoupdate', '--url', `http://127.0.0.1:${target.port}`],
  readLine(line) {
    if (/429 Too Many Requests|error code: 1015/.test(line)) {
      const sentence =
        'Cloudflare opens no more quick tunnels from your address for now. Wait some minutes, or take another way.';
      return { kind: 'failure', sentence, lasting: false };
    }
    const refused = /failed to request quick Tunnel: (.*)/i.exec(line);
    if (refused !== null) {
      return { kind: 'failure', sentence: `Cloudflare gave no quick tunnel: ${refused[1]}`, lasting: false };
    }
    const url = /https:\/\/(?!api\.)[a-z0-9-]+\.trycloudflare\.com(?![\w.-])/.exec(line)?.[0];
    return url === undefined ? null : { kind: 'url', url };
  },
};
