import type { AddressInfo, Server } from 'node:net';

declare const minted: unique symbol;

/** The capture listener as the tunnel sees it. A value of this type exists only where `captureTarget` made it. */
export interface CaptureTarget {
  readonly [minted]: true;
  /** Port that the listener really has. */
  readonly port: number;
  /** Whether the listener still listens. */
  listening(): boolean;
  /** Tell `run` when the listener has closed; the returned function takes it back. */
  onClose(run: () => void): () => void;
}

const made = new WeakSet<object>();

/**
 * The one thing a tunnel may lead to. Only `server/capture` calls this, with its own listening server (a test reads the sources
 * to keep it so); no address or port from outside has a way in.
 * @throws Error when the server does not listen on a TCP port
 */
export function captureTarget(listener: Server): CaptureTarget {
  const address = listener.address();
  if (!isTcp(address)) throw new Error('The capture listener must listen on a port before a tunnel can lead to it.');
  const { port } = address;
  const target = {
    port,
    listening: () => listener.listening,
    onClose: (run: () => void) => {
      listener.once('close', run);
      return () => void listener.removeListener('close', run);
    },
  };
  made.add(target);
  return Object.freeze(target) as unknown as CaptureTarget;
}

/** Refuse anything that only looks like a capture target, for example parsed JSON. */
export function assertCaptureTarget(target: CaptureTarget): void {
  if (!made.has(target)) throw new Error('A tunnel leads to the capture listener and to nothing else.');
}

function isTcp(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
