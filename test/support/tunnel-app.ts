import type { AppOptions } from '../../server/app.ts';
import type { TunnelOptions } from '../../server/contract/tunnel.ts';
import { type TestApp, withApp } from './app.ts';
import { type LocaltunnelServer, type ServerOptions, startLocaltunnelServer } from './localtunnel-server.ts';
import { isProven, type Open, stateLog } from './tunnel-bench.ts';

export interface TunnelApp extends TestApp {
  readonly server: LocaltunnelServer;
  readonly log: ReturnType<typeof stateLog>;
  readonly wish: TunnelOptions;
  /** Open the tunnel over the API and wait for its proof. */
  open(): Promise<Open>;
  /** The inbox's path, below any address. */
  readonly path: string;
}

/** Waits of a tunnel that a test has time for. */
export const FAST = {
  probeEveryMs: 200,
  probeAgainMs: 50,
  graceMs: 1_000,
  firstRetryMs: 40,
  mostRetryMs: 400,
  openMs: 2_000,
};

/** A whole server, and a localtunnel server on loopback for its tunnel; all states are logged. */
export async function withTunnelApp(
  use: (test: TunnelApp) => Promise<void>,
  options: { readonly server?: ServerOptions; readonly app?: Omit<AppOptions, 'rendererDir' | 'log'> } = {},
): Promise<void> {
  const server = await startLocaltunnelServer(options.server);
  try {
    await withApp(
      async (app) => {
        const log = stateLog();
        app.app.tunnel.watch(log.onState);
        const wish: TunnelOptions = { adapter: 'localtunnel', host: server.url, subdomain: 'my-hooks' };
        const open = async (): Promise<Open> => {
          const seen = log.states.length;
          await app.call('openTunnel', { body: wish });
          return log.until(isProven, seen);
        };
        const { pathname: path } = new URL(app.captureUrl);
        await use(Object.assign(Object.create(app) as TestApp, { server, log, wish, open, path }));
      },
      // A probe may take long on a busy machine; only a test of a server that hangs needs less.
      { tunnel: { timings: FAST, probeTimeoutMs: 10_000 }, ...options.app },
    );
  } finally {
    await server.kill();
  }
}
