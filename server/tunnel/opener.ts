import type { AdapterId, AdapterInfo, TunnelFidelity } from '../contract/tunnel.ts';
import type { AddressKind } from '../send/address.ts';
import type { CaptureTarget } from './capture-target.ts';

/** What an adapter is asked to open. `timeoutMs` is its own deadline, so that it can say what it was waiting for. */
export interface OpenRequest {
  readonly target: CaptureTarget;
  readonly subdomain: string | null;
  readonly host: string | null;
  readonly url: string | null;
  readonly timeoutMs: number;
  /** Ports that Hookglass itself listens on: no server of someone else may have them connected to. */
  readonly ownPorts?: readonly number[];
}

/** An open way in. `closed` settles once, with the reason in words, when it ends by itself or by `close`. */
export interface Opened {
  readonly url: string;
  /** Name to ask for when opening again, so that the address stays the same; null where there are no names. */
  readonly name: string | null;
  /** `typed`: the user's own address, which is known already. A `given` one needs time for that. */
  readonly address?: 'given' | 'typed';
  /**
   * Kinds of place, besides public ones, that the address may lead to: those where the server that gave it is itself. Not needed
   * for `typed`, which leads wherever the user said.
   */
  readonly near?: readonly AddressKind[];
  readonly closed: Promise<string>;
  /** Told when the other side gives a new address while open. */
  onUrl?(changed: (url: string) => void): void;
  /** Let go of everything: sockets, child processes, timers. Resolves when they are gone. */
  close(): Promise<void>;
}

/**
 * Opens a way in.
 * @throws OpenFailure when it cannot; when `signal` fires, everything begun is undone and the promise rejects
 */
export interface Opener {
  open(request: OpenRequest, signal: AbortSignal): Promise<Opened>;
}

/** One kind of tunnel: how to find it on this machine, how to open it, and what it is known to do to requests. */
export interface Adapter extends Opener {
  readonly id: AdapterId;
  readonly name: string;
  readonly fidelity: TunnelFidelity;
  find(): Promise<AdapterInfo>;
}

/** Why an adapter could not open, in a sentence with what to do. `lasting`: trying again changes nothing. */
export class OpenFailure extends Error {
  readonly lasting: boolean;

  constructor(sentence: string, { lasting }: { readonly lasting: boolean } = { lasting: false }) {
    super(sentence);
    this.name = 'OpenFailure';
    this.lasting = lasting;
  }
}

/** A fidelity that is only known, not measured; everything is kept unless `changes` says otherwise. */
export function knownFidelity(changes: Partial<TunnelFidelity> = {}): TunnelFidelity {
  return {
    measured: false,
    lowersHeaderNames: false,
    respellsHeaderNames: false,
    mergesDuplicates: false,
    rewritesHost: false,
    addsForwarded: false,
    tellsSender: false,
    ...changes,
  };
}
