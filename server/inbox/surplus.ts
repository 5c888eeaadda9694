import type { SurplusMeta } from '../store/meta.ts';

/** How much is kept of the bytes that follow a request and are none. */
const KEPT_BYTES = 262_144;

/** Bytes that followed a request on its connection and were no request. */
export interface Surplus {
  add(bytes: Uint8Array): void;
  sizeBytes(): number;
  meta(): SurplusMeta;
}

export function createSurplus(): Surplus {
  let kept: Buffer = Buffer.alloc(0);
  let sizeBytes = 0;
  return {
    add(bytes) {
      sizeBytes += bytes.length;
      const room = KEPT_BYTES - kept.length;
      if (room > 0 && bytes.length > 0) kept = Buffer.concat([kept, bytes.subarray(0, room)]);
    },
    sizeBytes: () => sizeBytes,
    meta: () => ({ sizeBytes, base64: kept.toString('base64') }),
  };
}

const TAIL_AT_MOST = 64;
const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * Where in `packet` the bytes after a request begin, when Node's parser gave up after `parsed` bytes of it: some may have been taken for
 * another request already. What comes before ends with the body's last bytes; a short body is looked for with the end of its head, and
 * `body` is to be empty where none came or where it came in chunks, which end as a head does.
 */
export function endOfRequest(packet: Buffer, parsed: number, body: Buffer): number {
  return endOf(packet, parsed, body.length < TAIL_AT_MOST ? Buffer.concat([END_OF_HEAD, body]) : body);
}

/** Where in `packet` the bytes after the last one of an unfinished body begin: its framing made no sense from there. */
export function endOfBody(packet: Buffer, parsed: number, body: Buffer): number {
  return endOf(packet, parsed, body.length === 0 ? END_OF_HEAD : body);
}

function endOf(packet: Buffer, parsed: number, before: Buffer): number {
  const tail = before.subarray(-TAIL_AT_MOST);
  for (let at = parsed; at > 0; at--) if (endsWith(packet, at, tail)) return at;
  return 0;
}

/** Whether the bytes before `at` are the end of `tail`, as far as the packet has them. */
function endsWith(packet: Buffer, at: number, tail: Buffer): boolean {
  const length = Math.min(tail.length, at);
  return packet.compare(tail, tail.length - length, tail.length, at - length, at) === 0;
}
