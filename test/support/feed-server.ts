import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FeedMessage } from '../../server/contract/feed.ts';
import { Problem } from '../../server/contract/problem.ts';

export const FEED_TOKEN = 'the-token-of-the-feed';

/** A feed that misbehaves as told: the real server breaks no connection at will and sends nothing that is no JSON. */
export interface FeedServer {
  readonly origin: string;
  /** How many clients follow. */
  following(): number;
  /** Tell of an arrival, now and to whoever resumes before it. */
  arrive(): void;
  /** Write to all who follow, whatever it is. */
  write(text: string): void;
  /** Break every open feed, as a dying server would. */
  breakFeeds(): void;
  close(): Promise<void>;
}

/** One message in the form of a server-sent event. */
export const printMessage = (message: FeedMessage): string =>
  `id: ${message.seq}\ndata: ${JSON.stringify(message)}\n\n`;

export async function startFeedServer({ port = 0 } = {}): Promise<FeedServer> {
  const log: FeedMessage[] = [];
  const feeds = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    if (request.headers.authorization !== `Bearer ${FEED_TOKEN}`) {
      const problem = new Problem('wrong-token');
      response.writeHead(problem.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(problem.toBody()));
      return;
    }
    const after = Number(new URL(request.url ?? '/', 'http://localhost').searchParams.get('after') ?? 0);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(':hello\n\n');
    for (const message of log) if (message.seq > after) response.write(printMessage(message));
    feeds.add(response);
    response.on('close', () => feeds.delete(response));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const write = (text: string): void => {
    for (const feed of feeds) feed.write(text);
  };
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    following: () => feeds.size,
    arrive() {
      const message: FeedMessage = { kind: 'arrived', seq: log.length + 1, deliveries: [] };
      log.push(message);
      write(printMessage(message));
    },
    write,
    breakFeeds() {
      for (const feed of feeds) feed.destroy();
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
