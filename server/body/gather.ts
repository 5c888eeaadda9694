import type { Room } from './room.ts';

/** So many bytes of each body need no room, so that small ones are taken while large ones fill it. */
export const FREE_BYTES = 65_536;
/** Up to here an announced length is believed: memory for all of it is made at once. */
const BELIEVED_BYTES = 1_048_576;
const LEAST_BYTES = 4_096;

export interface GatherOptions {
  readonly room: Room;
  /** No more than this is ever added. */
  readonly mostBytes: number;
  /** Content-Length, where it is known. */
  readonly expectedBytes?: number | null;
  /** What this body may hold beside the room. */
  readonly freeBytes?: number;
}

/** A body that grows by its chunks. */
export interface Gathered {
  /** Copy a chunk to the end. False, with nothing added, where there is no room for it. */
  add(chunk: Uint8Array): boolean;
  size(): number;
  /** All bytes so far, in the memory that they lie in: valid until `cut` or `release`. */
  bytes(): Buffer<ArrayBuffer>;
  /** Keep the first `bytes` alone and give back the room of the others. */
  cut(bytes: number): void;
  /** The body is done with: its memory is freed at once and its room given back. */
  release(): void;
}

/**
 * Collect the chunks of a body in one piece of memory that doubles: a chunk of one byte costs one byte. (A Buffer of its own for each
 * would cost some 400.) A body that comes in one chunk is not copied. What is left is freed by `transfer` then and there, and not when
 * the collector comes round (ECMA-262, ArrayBuffer.prototype.transfer).
 */
export function gatherBody(options: GatherOptions): Gathered {
  const { room, mostBytes, expectedBytes = null, freeBytes = FREE_BYTES } = options;
  let only: Buffer<ArrayBuffer> | null = null;
  let held: Buffer<ArrayBuffer> | null = null;
  let size = 0;
  let taken = 0;

  const charge = (capacity: number): boolean => {
    const wanted = Math.max(0, capacity - freeBytes);
    if (wanted > taken && !room.take(wanted - taken)) return false;
    if (wanted < taken) room.give(taken - wanted);
    taken = wanted;
    return true;
  };
  const grow = (needed: number): boolean => {
    const capacity = capacityFor(needed, expectedBytes, mostBytes);
    if (!charge(capacity)) return false;
    const larger = Buffer.allocUnsafeSlow(capacity);
    const before = held ?? only;
    if (before !== null) larger.set(before.subarray(0, size));
    // Not `transfer(capacity)`, which writes zeros into all that is new: memory that no byte has come for is not used yet.
    held?.buffer.transfer(0);
    held = larger;
    only = null;
    return true;
  };

  return {
    add(chunk) {
      if (size === 0) {
        if (!charge(chunk.length)) return false;
        only = chunk as Buffer<ArrayBuffer>;
      } else {
        const needed = size + chunk.length;
        if ((held === null || needed > held.length) && !grow(needed)) return false;
        (held as unknown as Buffer).set(chunk, size);
      }
      size += chunk.length;
      return true;
    },
    size: () => size,
    bytes: () => (held === null ? (only ?? Buffer.alloc(0)) : held.subarray(0, size)),
    cut(bytes) {
      if (bytes >= size) return;
      size = bytes;
      if (held !== null) held = Buffer.from(held.buffer.transfer(bytes));
      else if (only !== null) only = Buffer.from(only.subarray(0, bytes));
      charge(bytes);
    },
    release() {
      if (held !== null && held.length > FREE_BYTES) held.buffer.transfer(0);
      held = null;
      only = null;
      size = 0;
      charge(0);
    },
  };
}

/** Twice what is needed, but never more than can come. */
function capacityFor(needed: number, expected: number | null, most: number): number {
  if (expected !== null && expected <= BELIEVED_BYTES) return Math.max(needed, Math.min(expected, most));
  return Math.max(needed, Math.min(Math.max(2 * needed, LEAST_BYTES), expected ?? most, most));
}
