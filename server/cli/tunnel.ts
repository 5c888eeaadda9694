import { printable } from '../contract/invisible.ts';
import { Problem } from '../contract/problem.ts';
import type { TunnelState } from '../contract/tunnel.ts';
import type { ApiClient } from './api-client.ts';
import type { Command, CommandContext } from './command.ts';
import { localTime } from './local-time.ts';
import { changedUrl, stateSentence } from './print-tunnel.ts';
import { table } from './table.ts';
import { readTunnelWish, TUNNEL_USAGE, tunnelOptionHelp, tunnelOptions } from './tunnel-wish.ts';

export const tunnelStatus: Command = {
  name: 'tunnel status',
  summary: 'Show the tunnel, what is reachable, and the adapters; exits with 1 unless it is open and proven',
  usage: '',
  mostWords: 0,
  options: {},
  optionHelp: {},
  examples: ['hookglass tunnel status', 'hookglass tunnel status --json'],
  async run(_args, context) {
    const { api, json, out } = context;
    const client = await api();
    const report = await client.call('tunnelStatus', {});
    if (json) out(`${JSON.stringify(report)}\n`);
    else {
      const { captureUrl } = await client.call('status', {});
      out(`${stateSentence(report.state, captureUrl)}\n\n`);
      for (const sentence of report.reachable) out(`  ${printable(sentence)}\n`);
      const adapters = report.adapters.map(({ id, found, version, install }) => [
        id,
        found ? (version ?? 'ready') : 'not found',
        found ? '' : install,
      ]);
      out(`\n${table([['ADAPTER', 'HERE', 'WHAT TO DO'], ...adapters])}`);
      const gaps = report.gaps.map(({ from, to, reason }) => [
        localTime(from),
        to === null ? 'still' : localTime(to),
        reason,
      ]);
      if (gaps.length > 0) out(`\n${table([['NO TUNNEL FROM', 'TO', 'REASON'], ...gaps])}`);
      warn(report.state, context);
    }
    return isProven(report.state) ? 0 : 1;
  },
};

export const tunnelOpen: Command = {
  name: 'tunnel open',
  summary: 'Open the tunnel of the running server and print the public address of the inbox',
  usage: `[--adapter ID] ${TUNNEL_USAGE} [--accept-url]`,
  mostWords: 0,
  options: {
    adapter: { type: 'string' },
    ...tunnelOptions,
    'accept-url': { type: 'boolean' },
  },
  optionHelp: {
    '--adapter ID': 'localtunnel (default), cloudflared, ngrok, localhost-run, pinggy, ssh, tailscale or public-url',
    ...tunnelOptionHelp,
    '--accept-url': 'open nothing; say that senders have the present address now',
  },
  examples: [
    'hookglass tunnel open',
    'hookglass tunnel open --adapter cloudflared --fallback localtunnel',
    'hookglass tunnel open --adapter public-url --url https://hooks.example.com',
    'hookglass tunnel open --accept-url',
  ],
  async run({ flags }, context) {
    const wish = readTunnelWish(flags['adapter'] ?? 'localtunnel', flags);
    const client = await running(context);
    if (flags['accept-url'] === true) return show(await client.call('acceptTunnelUrl', { body: {} }), client, context);
    return show(await client.call('openTunnel', { body: wish ?? {} }), client, context);
  },
};

export const tunnelClose: Command = {
  name: 'tunnel close',
  summary: 'Close the tunnel of the running server',
  usage: '',
  mostWords: 0,
  options: {},
  optionHelp: {},
  examples: ['hookglass tunnel close'],
  async run(_args, context) {
    const client = await running(context);
    const state = await client.call('closeTunnel', { body: {} });
    if (context.json) context.out(`${JSON.stringify(state)}\n`);
    else context.say('The tunnel is closed. Nothing is reachable from outside.');
    return state.kind === 'closed' ? 0 : 1;
  },
};

async function running({ api }: CommandContext): Promise<ApiClient> {
  const client = await api();
  if (client.server === null) throw new Problem('no-server');
  return client;
}

/** The state on stdout with --json, else the public address alone; what there is to say on stderr. */
async function show(state: TunnelState, client: ApiClient, context: CommandContext): Promise<number> {
  const { captureUrl } = await client.call('status', {});
  if (context.json) context.out(`${JSON.stringify(state)}\n`);
  else if (state.kind === 'open') context.out(`${state.url}${new URL(captureUrl).pathname}\n`);
  if (state.kind !== 'open') context.say(stateSentence(state, captureUrl));
  warn(state, context);
  return isProven(state) ? 0 : 1;
}

const isProven = (state: TunnelState): boolean => state.kind === 'open' && state.lastProbe !== null;

function warn(state: TunnelState, { say }: CommandContext): void {
  if (state.kind === 'open' && state.urlChangedFrom !== null) say(changedUrl(state));
}
