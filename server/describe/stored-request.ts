import type { CapturedRequest } from '../contract/request.ts';
import { decodeHead } from './head.ts';
import { decodeMeta } from './meta.ts';
import { publicUrlOf } from './public-url.ts';

/** A request as its row has it: what `encodeHead` and `encodeMeta` wrote, the body's bytes, and when it came (Unix milliseconds). */
export interface StoredRequest {
  readonly at: number;
  readonly head: string;
  readonly body: Uint8Array;
  readonly meta: string | null;
}

/** The request in a row. `meta` is the row's, where it was read already. */
export function toCapturedRequest(stored: StoredRequest, meta = decodeMeta(stored.meta)): CapturedRequest {
  const head = decodeHead(stored.head);
  const { trailers = [], via, surplus } = meta;
  const publicUrl = publicUrlOf(head.target, head.headers, via);
  const request = { ...head, trailers, body: stored.body, publicUrl, arrivedAtMs: stored.at };
  return surplus === undefined ? request : { ...request, surplus: Buffer.from(surplus.base64, 'base64') };
}
