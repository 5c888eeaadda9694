/// <reference path="./localtunnel-client.d.ts" />
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import { kindOfAddress } from '../../send/address.ts';
import { type Adapter, knownFidelity, type Opened, OpenFailure, type OpenRequest } from '../opener.ts';
import { orAborted } from '../or-aborted.ts';
import { httpUrl } from './http-url.ts';
import { type Registration, register } from './localtunnel-registration.ts';
import { watchReopening } from './watch-reopening.ts';

/** Read at run time: a bundler would turn an import of JSON from another package into one that Node refuses. */
const packageJson = createRequire(import.meta.url)('localtunnel/package.json') as { readonly version: string };

export const DEFAULT_SERVER = 'https://localtunnel.me';

/**
 * localtunnel's own client, supervised. It runs in this process and needs nothing installed.
 * - `local_host` is never set: it makes the client rewrite the first bytes of each request as text and so breaks binary bodies.
 *   Hence it connects to `localhost`, and the capture listener has to listen on every address of that name.
 * - An `error` listener stays on it for ever: without one, a socket that fails late would end the process.
 * - It connects anew the moment a connection ends, without any wait: connections that end without use are counted, and too many of
 *   them close it, so that its server cannot have this computer connect in a loop.
 * - Its first `error` while open means that its server lost the registration (restart): it would be dead for ever, so it counts
 *   as closed, and opening again asks for the same name.
 */
export const localtunnel: Adapter = {
  id: 'localtunnel',
  name: 'localtunnel',
  fidelity: knownFidelity({ lowersHeaderNames: true, mergesDuplicates: true, addsForwarded: true }),
  find: async () => ({
    id: 'localtunnel',
    name: 'localtunnel',
    found: true,
    version: packageJson.version,
    install: 'Built in. Nothing to install.',
  }),
  async open(request, signal) {
    const host = serverUrl(request.host);
    const giveUp = new AbortController();
    const stop = (): void => giveUp.abort();
    const timer = setTimeout(stop, request.timeoutMs);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    try {
      const wish = { host, subdomain: checkedName(request.subdomain), ownPorts: request.ownPorts ?? [] };
      const registration = await register(wish, giveUp.signal);
      return await connect(request, host, registration, giveUp.signal);
    } catch (error) {
      if (!giveUp.signal.aborted || error instanceof OpenFailure) throw error;
      const seconds = Math.round(request.timeoutMs / 1_000);
      throw new OpenFailure(`The localtunnel server ${host} gave no tunnel within ${seconds} seconds.`);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
  },
};

async function connect(
  { target }: OpenRequest,
  host: string,
  given: Registration,
  signal: AbortSignal,
): Promise<Opened> {
  // Loaded at the first opening: it brings an HTTP client of its own with it.
  const { default: Client } = await import('localtunnel/lib/Tunnel.js');
  const client = new Client({ port: target.port, host });
  const sockets = new Set<Socket>();
  const ended = Promise.withResolvers<string>();
  client.on('error', (error) => ended.resolve(`The localtunnel server lost the tunnel (${error.message}).`));
  client._init = (done) => done(null, client._getInfo(given));
  const connected = new Promise<void>((resolve) => client.once('url', () => resolve()));
  client.open(() => undefined);
  const reopening = watchReopening(given.max_conn_count, () => {
    client.close();
    ended.resolve(`${host} closes the tunnel's connections as soon as they are made.`);
  });
  client.tunnelCluster.on('open', (socket) => {
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      reopening.ended(socket.bytesWritten > 0);
    });
  });

  const close = async (): Promise<void> => {
    client.close();
    const gone = [...sockets].map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())));
    for (const socket of sockets) socket.destroy();
    await Promise.all(gone);
    ended.resolve('The tunnel was closed.');
  };
  const first = await orAborted(Promise.race([connected, ended.promise]), signal);
  if (first === undefined) {
    const kind = kindOfAddress(given.ip);
    const near = kind === null || kind === 'public' ? [] : [kind];
    return { url: given.url, name: given.id, near, closed: ended.promise, close };
  }
  await close();
  throw new OpenFailure(
    typeof first === 'string'
      ? `${host} gave port ${given.port} for the tunnel, but refuses connections to it. A firewall may be in the way.`
      : `${host} gave port ${given.port} for the tunnel, but no connection to it came about.`,
  );
}

function serverUrl(host: string | null): string {
  if (host === null) return DEFAULT_SERVER;
  const url = httpUrl(host);
  if (url !== null) return url;
  throw new OpenFailure('Give the localtunnel server as a URL, for example https://tunnel.example.com.', {
    lasting: true,
  });
}

/** Names as the official server takes them. */
function checkedName(name: string | null): string | null {
  if (name === null || /^[a-z0-9](?:[a-z0-9-]{2,61}[a-z0-9])$/.test(name)) return name;
  const rule = 'A localtunnel name has 4 to 63 lower-case letters, digits and hyphens, and no hyphen at its ends.';
  throw new OpenFailure(rule, { lasting: true });
}
