import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { columns, jsonBody, median, quantile } from './figures.ts';
import { HOOKGLASS, startTarget, type Target } from './server-process.ts';

export interface TunnelBenchOptions {
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  /** Requests under way at any time; at most 32, because a tunnel has no more connections to hand out. */
  readonly connections: number;
}

/** Medians over all rounds; times in milliseconds from connecting to the answer's last byte. */
export interface TunnelBenchRow {
  readonly way: string;
  readonly acceptedPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly failed: number;
}

type Round = Omit<TunnelBenchRow, 'way'>;

const SUBDOMAIN = 'bench-hooks';
const RELAY: Target = {
  name: 'localtunnel relay',
  start: () => [fileURLToPath(new URL('servers/tunnel-relay.ts', import.meta.url))],
};

/**
 * What the tunnel costs: the same server in the same run, called directly and through localtunnel's client with a relay on
 * loopback, in turns. A real tunnel adds its way over the network; what is measured here is the cost on this machine.
 */
export async function benchTunnel(
  options: TunnelBenchOptions,
  say: (line: string) => void,
): Promise<readonly TunnelBenchRow[]> {
  const relay = await startTarget(RELAY);
  const tunnelFlags = ['--tunnel', 'localtunnel', '--tunnel-host', relay.url, '--subdomain', SUBDOMAIN];
  const server = await startTarget({
    name: 'hookglass serve --tunnel',
    start: (folder) => [...HOOKGLASS.start(folder), ...tunnelFlags],
  });
  try {
    const { port } = new URL(relay.url);
    const { pathname, host } = new URL(server.url);
    const direct = { address: server.url, publicHost: host };
    const tunnelled = { address: `http://127.0.0.1:${port}${pathname}`, publicHost: `${SUBDOMAIN}.localhost:${port}` };
    const ways: readonly Way[] = [
      { way: 'directly', ...direct, keepAlive: false },
      { way: 'through the tunnel', ...tunnelled, keepAlive: false },
      { way: 'directly, kept connections', ...direct, keepAlive: true },
      { way: 'through the tunnel, kept connections', ...tunnelled, keepAlive: true },
    ];
    const rounds = new Map<string, Round[]>(ways.map(({ way }) => [way, []]));
    await untilOpen(tunnelled);
    for (const way of ways) await load(way, options.connections, options.warmUpSeconds);
    for (let round = 1; round <= options.rounds; round++) {
      for (const way of ways) {
        const measured = await load(way, options.connections, options.seconds);
        rounds.get(way.way)?.push(measured);
        say(
          `tunnel, round ${round}: ${way.way} ${Math.round(measured.acceptedPerSecond)}/s, p99 ${measured.p99Ms.toFixed(1)} ms`,
        );
      }
    }
    return [...rounds].map(([way, measured]) => ({
      way,
      acceptedPerSecond: median(measured.map(({ acceptedPerSecond }) => acceptedPerSecond)),
      p50Ms: median(measured.map(({ p50Ms }) => p50Ms)),
      p99Ms: median(measured.map(({ p99Ms }) => p99Ms)),
      failed: measured.reduce((sum, { failed }) => sum + failed, 0),
    }));
  } finally {
    await server.stop();
    await relay.stop();
  }
}

/** The figures as text; ratios are to the direct way with the same use of connections. */
export function tunnelTable(rows: readonly TunnelBenchRow[]): string {
  return columns([
    ['1 KB', 'per second', 'ratio', 'p50 ms', 'p99 ms', 'failed'],
    ...rows.map(({ way, acceptedPerSecond, p50Ms, p99Ms, failed }, at) => [
      way,
      String(Math.round(acceptedPerSecond)),
      (acceptedPerSecond / (rows[at - (at % 2)]?.acceptedPerSecond ?? Number.NaN)).toFixed(2),
      p50Ms.toFixed(1),
      p99Ms.toFixed(1),
      String(failed),
    ]),
  ]);
}

interface Address {
  readonly address: string;
  readonly publicHost: string;
}

/** With `keepAlive` each sender keeps its connection; without, each request has one of its own, as most webhooks do. */
interface Way extends Address {
  readonly way: string;
  readonly keepAlive: boolean;
}

const BODY = Buffer.from(jsonBody(1_024));

async function untilOpen(way: Address): Promise<void> {
  const giveUpAt = performance.now() + 20_000;
  while ((await post(way)) !== 200) {
    if (performance.now() > giveUpAt) throw new Error('The tunnel did not open within 20 seconds.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function load(way: Way, connections: number, seconds: number): Promise<Round> {
  const times: number[] = [];
  let failed = 0;
  const start = performance.now();
  const worker = async (): Promise<void> => {
    const agent = way.keepAlive ? new Agent({ keepAlive: true, maxSockets: 1 }) : false;
    while (performance.now() - start < seconds * 1_000) {
      const begun = performance.now();
      if ((await post(way, agent)) === 200) times.push(performance.now() - begun);
      else failed++;
    }
    if (agent !== false) agent.destroy();
  };
  await Promise.all(Array.from({ length: connections }, worker));
  const acceptedPerSecond = times.length / ((performance.now() - start) / 1_000);
  return { acceptedPerSecond, p50Ms: quantile(times, 0.5), p99Ms: quantile(times, 0.99), failed };
}

/** The status of one POST, 0 when no answer came. */
function post({ address, publicHost }: Address, agent: Agent | false = false): Promise<number> {
  return new Promise((resolve) => {
    const headers = { Host: publicHost, 'Content-Type': 'application/json', 'Content-Length': BODY.length };
    const sent = request(address, { method: 'POST', agent, headers }, (response) => {
      response.on('end', () => resolve(response.statusCode ?? 0)).on('error', () => resolve(0));
      response.resume();
    });
    sent.setTimeout(10_000, () => sent.destroy()).on('error', () => resolve(0));
    sent.end(BODY);
  });
}

if (import.meta.main) {
  const options = { rounds: 3, seconds: 3, warmUpSeconds: 1, connections: 20 };
  console.log(tunnelTable(await benchTunnel(options, (line) => console.error(line))));
}
