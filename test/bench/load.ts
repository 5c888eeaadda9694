import autocannon from 'autocannon';
import { jsonBody, quantile } from './figures.ts';

/** What a run of load measured. Times in milliseconds, to the answer's last byte. */
export interface Load {
  readonly acceptedPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly refused: number;
  readonly errors: number;
  /** Cores that this generator used; near 1 it is the limit, not the server. */
  readonly clientCores: number;
}

export interface LoadOptions {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  readonly bodyBytes: number;
}

/** POST JSON over keep-alive connections as fast as answers come. Only 2xx count. */
export async function load({ url, connections, seconds, bodyBytes }: LoadOptions): Promise<Load> {
  const times: number[] = [];
  let accepted = 0;
  let last = 0;
  const cpu = process.cpuUsage();
  const start = performance.now();
  const { errors, timeouts } = await autocannon({
    url,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: jsonBody(bodyBytes),
    connections,
    duration: seconds,
    timeout: 20,
    setupClient: (client) => {
      client.on('response', (status, _bytes, responseTimeMs) => {
        times.push(responseTimeMs);
        last = performance.now();
        if (status >= 200 && status < 300) accepted++;
      });
    },
  });
  const { user, system } = process.cpuUsage(cpu);
  return {
    acceptedPerSecond: accepted / ((last - start) / 1_000),
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
    refused: times.length - accepted,
    errors: errors + timeouts,
    clientCores: (user + system) / 1_000 / (performance.now() - start),
  };
}

if (import.meta.main) {
  const [url = '', connections = '', seconds = '', warmUpSeconds = '', bodyBytes = ''] = process.argv.slice(2);
  const options = { url, connections: Number(connections), bodyBytes: Number(bodyBytes) };
  await load({ ...options, seconds: Number(warmUpSeconds) });
  process.stdout.write(JSON.stringify(await load({ ...options, seconds: Number(seconds) })));
}
