import { header } from '../contract/header.ts';
import type { CapturedRequest } from '../contract/request.ts';
import { decodeHead } from './head.ts';
import { decodeMeta } from './meta.ts';
import { urlBelow } from './tunnel-truth.ts';

/** A stored delivery, as its row has it. */
export interface StoredDelivery {
  readonly at: number;
  readonly head: string;
  readonly body: Uint8Array;
  readonly meta: string | null;
}

/**
 * The URL the sender called: the target itself in absolute form, else the tunnel's public address, else the Host line with the
 * scheme a proxy in front tells (X-Forwarded-Proto), else http.
 */
export function publicUrlOf(target: string, headers: CapturedRequest['headers'], via: string | undefined): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(target)) return target;
  if (via !== undefined) return urlBelow(via, target);
  const scheme =
    header(headers, 'x-forwarded-proto')?.split(',')[0]?.trim().toLowerCase() === 'https' ? 'https' : 'http';
  return `${scheme}://${header(headers, 'host') ?? 'localhost'}${target}`;
}

/** A stored row as the request that providers look at. */
export function toCapturedRequest(stored: StoredDelivery): CapturedRequest {
  const head = decodeHead(stored.head);
  const { trailers = [], via, surplus } = decodeMeta(stored.meta);
  const publicUrl = publicUrlOf(head.target, head.headers, via);
  const request = { ...head, trailers, body: stored.body, publicUrl, arrivedAtMs: stored.at };
  return surplus === undefined ? request : { ...request, surplus: Buffer.from(surplus.base64, 'base64') };
}
