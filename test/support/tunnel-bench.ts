import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { TunnelGap, TunnelState } from '../../server/contract/tunnel.ts';
import { type CaptureTarget, captureTarget } from '../../server/tunnel/capture-target.ts';

export interface Arrival {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly string[];
  readonly body: Buffer;
}

export interface Listener {
  readonly target: CaptureTarget;
  readonly port: number;
  readonly arrivals: Arrival[];
  close(): Promise<void>;
  /** Close politely: wait for the connections to end. */
  stopListening(): Promise<void>;
}

/** A real listener in the place of capture: keeps what arrives, after `first` had its chance to answer. */
export async function startListener(first: (q: IncomingMessage, r: ServerResponse) => boolean = () => false) {
  const arrivals: Arrival[] = [];
  const server = createServer((incoming, response) => {
    if (first(incoming, response)) return;
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url = '', rawHeaders } = incoming;
      arrivals.push({ method, target: url, headers: rawHeaders, body: Buffer.concat(chunks) });
      response.end('ok\n');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const target = captureTarget(server);
  const listener: Listener = {
    target,
    stopListening: () => new Promise((resolve) => server.close(() => resolve())),
    port: target.port,
    arrivals,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return listener;
}

/** Collects states and lets a test wait for one. */
export function stateLog() {
  const states: TunnelState[] = [];
  const gaps: TunnelGap[] = [];
  let waiting: (() => void)[] = [];
  return {
    states,
    gaps,
    onState(state: TunnelState): void {
      states.push(state);
      const ready = waiting;
      waiting = [];
      for (const look of ready) look();
    },
    recordGap: (gap: TunnelGap): void => void gaps.push(gap),
    /** The first state, from the `after`-th on, that fits. */
    async until<T extends TunnelState>(fits: (state: TunnelState) => state is T, after = 0): Promise<T> {
      for (;;) {
        const found = states.slice(after).find(fits);
        if (found !== undefined) return found;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
  };
}

export type Open = Extract<TunnelState, { kind: 'open' }>;
export type Lost = Extract<TunnelState, { kind: 'lost' }>;
export const isOpen = (state: TunnelState): state is Open => state.kind === 'open';
export const isProven = (state: TunnelState): state is Open => state.kind === 'open' && state.lastProbe !== null;
export const isLost = (state: TunnelState): state is Lost => state.kind === 'lost';

/** Send a request to a public address, whose name is one below `localhost`, as a sender would. */
export function sendThrough(
  url: string,
  { body = Buffer.alloc(0), headers = [] }: { readonly body?: Buffer; readonly headers?: readonly string[] } = {},
): Promise<{ readonly status: number; readonly text: string }> {
  const { hostname, host, port, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: hostname.endsWith('localhost') ? '127.0.0.1' : hostname,
        port,
        path: pathname,
        method: 'POST',
        agent: false,
        setDefaultHeaders: false,
        headers: ['Host', host, 'Content-Length', String(body.length), 'Connection', 'close', ...headers],
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
