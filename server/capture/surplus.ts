import { gatherBody } from '../body/gather.ts';
import type { Room } from '../body/room.ts';
import type { SurplusBytes } from '../contract/delivery.ts';

/** How much is kept of the bytes that follow a request and are none. */
const KEPT_BYTES = 262_144;
/** So much of it needs no room. */
const FREE_BYTES = 4_096;

/** Bytes that followed a request on its connection and were no request. */
export interface Surplus {
  add(bytes: Uint8Array): void;
  sizeBytes(): number;
  meta(): SurplusBytes;
  /** Its connection is gone, and nothing more is added: its room is given back. */
  end(): void;
}

/** What connections hold of them counts to `room`, and what finds none there is only counted. */
export function createSurplus(room: Room): Surplus {
  let held = 0;
  const take = (bytes: number): boolean => {
    const found = room.take(bytes);
    if (found) held += bytes;
    return found;
  };
  const give = (bytes: number): void => {
    held -= bytes;
    room.give(bytes);
  };
  const kept = gatherBody({
    room: { take, give, held: () => held },
    mostBytes: KEPT_BYTES,
    freeBytes: FREE_BYTES,
  });
  let sizeBytes = 0;
  let isFull = false;
  return {
    add(bytes) {
      sizeBytes += bytes.length;
      const first = bytes.subarray(0, KEPT_BYTES - kept.size());
      if (!isFull && first.length > 0) isFull = !kept.add(first);
    },
    sizeBytes: () => sizeBytes,
    meta: () => ({ sizeBytes, base64: kept.bytes().toString('base64') }),
    end: () => give(held),
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
