import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TunnelFidelity } from '../contract/tunnel.ts';
import type { OpenTunnel } from '../describe/tunnel-truth.ts';
import type { CaptureTarget } from './capture-target.ts';

/** A tunnel that leads in at present, and the test whether a request came through it. `rawHeaders` as `node:http` has them. */
export interface WayIn extends OpenTunnel {
  readonly through: (rawHeaders: readonly string[]) => boolean;
  /** Whether `through` knows every request that came through. */
  readonly tellsApart: boolean;
}

/** The tunnel as the capture listener sees it: it hands itself over, asks who comes, and tells of its end. */
export interface Passage {
  /** The listener listens; called once, with itself. */
  lead(target: CaptureTarget): void;
  /** The listener is about to close: resolves when nothing leads to it any more. */
  close(): Promise<void>;
  /** Answers and returns true when the request is a probe of our own. */
  takeProbe(target: string, request: IncomingMessage, response: ServerResponse): boolean;
  /** null while no tunnel has an address. */
  wayIn(): WayIn | null;
  /** For `admit`: what is proven of the tunnel, null while none is open. */
  exposure(): TunnelFidelity | null;
  /** A delivery came through the tunnel, or may have: the idle stop counts anew. */
  noteDelivery(): void;
}
