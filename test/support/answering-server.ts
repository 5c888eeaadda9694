import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { inChunks, type MadeBody } from './upload-load.ts';

/** A destination that answers every request with one body, in chunks of a size, as fast as it is read. */
export interface AnsweringServer {
  readonly url: string;
  with(body: MadeBody, chunkBytes: number): void;
}

export async function withAnsweringServer(use: (answering: AnsweringServer) => Promise<void>): Promise<void> {
  let answer: readonly [MadeBody, number] | null = null;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    socket.once('data', () => answer !== null && void write(socket, ...answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await use({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      with: (...given) => {
        answer = given;
      },
    });
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

async function write(socket: Socket, body: MadeBody, chunkBytes: number): Promise<void> {
  socket.resume();
  socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
  for (const block of body.blocks()) {
    if (socket.destroyed) return;
    await new Promise((resolve) => socket.write(inChunks(block, chunkBytes), resolve));
  }
  socket.end('0\r\n\r\n');
}
