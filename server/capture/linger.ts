import type { Socket } from 'node:net';

const LINGER_MS = 1_000;

/**
 * Let a connection that is to be closed read on for a moment after its last answer: closing at once, with bytes unread, resets it, and the
 * sender may never see the answer (RFC 9112, 9.6). What still comes is told to the parser, and so to us.
 */
export function linger(socket: Socket): void {
  socket.destroySoon = () => {
    if (socket.writable) socket.end();
    waitForEnd(socket);
  };
}

/** End a connection whose answer is written, when the peer ends it or after a moment. */
export function waitForEnd(socket: Socket): void {
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  timer.unref();
  socket.once('close', () => clearTimeout(timer));
}
