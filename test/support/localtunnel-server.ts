import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

export interface LocaltunnelServer {
  readonly url: string;
  readonly port: number;
  /** Names that are registered at present. */
  names(): readonly string[];
  /** Drop every connection and forget every name, as `kill -9` does. */
  kill(): Promise<void>;
  /** Start again on the same port. */
  restart(): Promise<void>;
  /** From now on take what comes and answer nothing. */
  hang(): void;
}

interface Client {
  readonly server: Server;
  readonly idle: Socket[];
  readonly waiting: ((socket: Socket) => void)[];
}

export interface ServerOptions {
  readonly connections?: number;
  /** How the head of a request is passed on; unchanged when absent. The body always is. */
  readonly passHead?: (head: string) => string;
}

/**
 * The server side of localtunnel's protocol: `GET /?new` or `/<name>` opens a port and tells it, the client connects there, and
 * each public connection, known by its Host, is spliced with one of the client's.
 */
export async function startLocaltunnelServer({ connections = 10, passHead }: ServerOptions = {}) {
  const clients = new Map<string, Client>();
  const sockets = new Set<Socket>();
  let hung = false;
  let counter = 0;
  let front = makeFront();
  await listen(front, 0);
  const port = portOf(front);

  function makeFront(): Server {
    return keep(createServer({ allowHalfOpen: true }, (visitor) => readHead(visitor)));
  }
  function keep(server: Server): Server {
    return server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    });
  }
  function readHead(visitor: Socket): void {
    let bytes = Buffer.alloc(0);
    visitor.on('data', function collect(chunk: Buffer) {
      bytes = Buffer.concat([bytes, chunk]);
      const end = bytes.indexOf('\r\n\r\n') + 4;
      if (end < 4 || hung) return;
      visitor.off('data', collect).pause();
      const head = bytes.subarray(0, end).toString('latin1');
      const name = /^host:\s*([a-z0-9-]+)\.localhost/im.exec(head)?.[1];
      if (name === undefined) void register(visitor, head);
      else splice(visitor, name, Buffer.concat([Buffer.from(passHead?.(head) ?? head, 'latin1'), bytes.subarray(end)]));
    });
  }
  async function register(visitor: Socket, head: string): Promise<void> {
    const asked = /^GET \/([a-z0-9-]+)? /.exec(head)?.[1];
    const free = asked !== undefined && !clients.has(asked);
    const id = free ? asked : `fresh-name-${++counter}`;
    const client: Client = { server: createServer(), idle: [], waiting: [] };
    clients.set(id, client);
    let online = 0;
    keep(client.server).on('connection', (socket: Socket) => {
      online += 1;
      socket.on('close', () => {
        online -= 1;
        if (client.idle.includes(socket)) client.idle.splice(client.idle.indexOf(socket), 1);
        setImmediate(() => online === 0 && clients.get(id) === client && clients.delete(id) && client.server.close());
      });
      const next = client.waiting.shift();
      if (next === undefined) client.idle.push(socket);
      else next(socket);
    });
    await listen(client.server, 0);
    const url = `http://${id}.localhost:${port}`;
    const body = JSON.stringify({ id, port: portOf(client.server), max_conn_count: connections, url });
    visitor.end(`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    visitor.resume();
  }
  function splice(visitor: Socket, name: string, first: Buffer): void {
    const client = clients.get(name);
    if (client === undefined) {
      visitor.end('HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\nConnection: close\r\n\r\n404');
      visitor.resume();
      return;
    }
    const join = (tunnel: Socket): void => {
      tunnel.write(first);
      visitor.pipe(tunnel);
      tunnel.pipe(visitor);
      visitor.on('close', () => tunnel.destroy());
      tunnel.on('close', () => visitor.destroy());
    };
    const ready = client.idle.shift();
    if (ready === undefined) client.waiting.push(join);
    else join(ready);
  }
  async function kill(): Promise<void> {
    const servers = [front, ...[...clients.values()].map(({ server }) => server)].filter(({ listening }) => listening);
    clients.clear();
    const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    for (const socket of sockets) socket.destroy();
    await Promise.all(closed);
  }
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    names: () => [...clients.keys()],
    kill,
    async restart() {
      hung = false;
      front = makeFront();
      await listen(front, port);
    },
    hang() {
      hung = true;
    },
  } satisfies LocaltunnelServer;
}

/** What the official server does to a head: it passes on Node's `request.headers`, with names in lower case and duplicates joined. */
export function joinHeaders(head: string): string {
  const [start = '', ...lines] = head.trimEnd().split('\r\n');
  const joined = new Map<string, string>();
  for (const line of lines) {
    const at = line.indexOf(':');
    const name = line.slice(0, at).toLowerCase();
    const value = line.slice(at + 1).trim();
    const before = joined.get(name);
    joined.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return `${[start, ...[...joined].map(([name, value]) => `${name}: ${value}`)].join('\r\n')}\r\n\r\n`;
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
