import type { Socket } from 'node:net';
import { waitForEnd } from './linger.ts';

/**
 * Answer CONNECT with 405. Node takes its parser and all listeners off such a connection (Node, "http.Server: Event 'connect'"), so it is
 * ended here, whatever its peer does with it.
 */
export function refuseTunnel(socket: Socket): void {
  socket.on('error', () => undefined);
  socket.resume();
  socket.end('HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  waitForEnd(socket);
}
