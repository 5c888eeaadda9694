import type { Socket } from 'node:net';
import { turnOn } from './turn.ts';

export interface IdleLimits {
  /** A connection that owes nothing, and takes nothing of what it was answered, is ended after this. */
  readonly afterMs: number;
  readonly lookEveryMs: number;
}

/** Longer than a kept connection may wait for its next request (72 s), so that only those are met that hold it up. */
const USUAL: IdleLimits = { afterMs: 90_000, lookEveryMs: 5_000 };

interface Mark {
  sentBytes: number;
  at: number;
}

export interface IdleConnections {
  watch(socket: Socket): void;
  stop(): void;
}

/**
 * Ends connections that are kept by trifles: empty lines between requests, which put off Node's `keepAliveTimeout`, or answers that are
 * asked for and never read, which no clock of Node's looks at. What a sender still waits for is not touched, nor what never had an answer:
 * those have clocks of their own. One timer looks at all of them. `clock` is monotonic, in milliseconds.
 */
export function createIdleConnections(limits: IdleLimits = USUAL, clock = () => performance.now()): IdleConnections {
  const marks = new Map<Socket, Mark>();
  const look = (): void => {
    const now = clock();
    for (const [socket, mark] of marks) {
      const sentBytes = socket.bytesWritten - socket.writableLength;
      if (sentBytes !== mark.sentBytes || isWaiting(socket)) {
        mark.sentBytes = sentBytes;
        mark.at = now;
      } else if (now - mark.at >= limits.afterMs) socket.destroy();
    }
  };
  const timer = setInterval(look, limits.lookEveryMs);
  timer.unref();
  return {
    watch(socket) {
      marks.set(socket, { sentBytes: 0, at: clock() });
      socket.once('close', () => marks.delete(socket));
    },
    stop: () => clearInterval(timer),
  };
}

/** Whether it waits for us, or never had an answer. */
function isWaiting(socket: Socket): boolean {
  if (socket.writableLength > 0) return false;
  const turn = turnOn(socket);
  return turn === undefined || !turn.response.writableEnded;
}
