import type { SurplusBytes } from '../contract/delivery.ts';
import type { HeaderLine } from '../contract/header.ts';
import type { KeptTunnel } from './delivery-tunnel.ts';

/** What is rare about a stored request. Absent members are the usual case; a whole absent `Meta` is stored as null. */
export interface Meta {
  /** Peer address where it is not 127.0.0.1. */
  readonly remote?: string;
  readonly trailers?: readonly HeaderLine[];
  readonly aborted?: true;
  readonly truncated?: true;
  /** Content-Length as announced, where the body was not kept whole. */
  readonly declaredBytes?: number;
  /** How many bytes of the body had come, where fewer are kept. */
  readonly receivedBytes?: number;
  /** Why the body is not whole, in words. */
  readonly incomplete?: string;
  /** Why the parser refused the request; without a head, the body holds the raw packet. */
  readonly malformed?: string;
  readonly surplus?: SurplusBytes;
  /** A set-up request of the provider that was answered by itself; what was answered, in words. */
  readonly challenge?: string;
  /** Public address of the tunnel it came through. */
  readonly via?: string;
  /** What that tunnel was, and what it did to requests at that time. */
  readonly tunnel?: KeptTunnel;
}

/** `null` when there is nothing to say. */
export function encodeMeta(meta: Meta): string | null {
  for (const _ in meta) return JSON.stringify(meta);
  return null;
}

export function decodeMeta(text: string | null): Meta {
  return text === null ? {} : (JSON.parse(text) as Meta);
}
