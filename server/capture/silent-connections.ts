import type { Socket } from 'node:net';

/** Twice as many as the localtunnel client ever holds ready. */
const MOST_KEPT = 64;

export interface SilentConnections {
  /** Whether `socket` was let be: it timed out, and not one byte has come on it. */
  letBe(socket: Socket): boolean;
}

/**
 * Connections on which nothing was ever sent. A tunnel's client holds some ready, for hours. Node answers each with 408 once
 * `headersTimeout` is over, and a localtunnel server passes that answer on to the next sender, and forgets the tunnel. So they are let
 * be, the newest `most` of them; from its first byte on Node gives each its time for the header lines.
 */
export function createSilentConnections(most: number = MOST_KEPT): SilentConnections {
  const kept = new Set<Socket>();
  return {
    letBe(socket) {
      if (socket.bytesRead > 0 || socket.destroyed) return false;
      kept.add(socket);
      socket.once('close', () => kept.delete(socket));
      for (const oldest of kept) {
        if (kept.size <= most) break;
        kept.delete(oldest);
        if (oldest.bytesRead === 0) oldest.destroy();
      }
      return true;
    },
  };
}
