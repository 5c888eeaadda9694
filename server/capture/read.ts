import type { IncomingMessage } from 'node:http';
import { gatherBody } from '../body/gather.ts';
import type { Room } from '../body/room.ts';
import type { Pace } from './pace.ts';

/**
 * How the reading of a body ended: `too-large` over the cap, `no-room` when all bodies under way held too much, `slow` below the least
 * pace, `stopped` by the server's end, `broken` when its framing made no sense; with `head-too-large` it was not read at all.
 */
export type BodyEnd =
  | 'complete'
  | 'aborted'
  | 'too-large'
  | 'no-room'
  | 'slow'
  | 'stopped'
  | 'broken'
  | 'head-too-large';

/** The body of a request as it came, and how its reading ended. */
export interface ReadBody {
  /** What is kept of it: valid until `release`. */
  readonly bytes: Buffer;
  readonly end: BodyEnd;
  /** How many bytes had come. */
  readonly receivedBytes: number;
  /** To be called once the bytes are stored, or will not be. */
  release(): void;
}

/** A body that is being read. */
export interface Reading {
  /** The bytes so far. */
  bytes(): Buffer;
  /** Read no further; what came is handed over. */
  stop(end: Exclude<BodyEnd, 'complete'>): void;
}

export interface ReadOptions {
  readonly capBytes: number;
  readonly room: Room;
  readonly pace: Pace;
  /** What it may hold beside the room, and what is kept of it where that is full. */
  readonly freeBytes: number;
}

/** How much is kept of a body that did not come whole, or was not let come. */
export const KEPT_OF_UNFINISHED = 1_048_576;
/** How long the first bytes of a body are waited for whose announced length is over the cap. */
const FIRST_BYTES_WITHIN_MS = 1_000;

/**
 * Read a body as bytes: never as text, never decompressed. Over `capBytes` reading stops and the first bytes are handed over; where
 * Content-Length says so before, no more than those are read. What an aborting sender had sent is handed over too.
 * `done` is called exactly once.
 */
export function readBody(request: IncomingMessage, options: ReadOptions, done: (body: ReadBody) => void): Reading {
  const { capBytes, room, pace, freeBytes } = options;
  const announced = request.headers['content-length'];
  const expectedBytes = announced === undefined ? null : Number(announced);
  const isTooLong = expectedBytes !== null && expectedBytes > capBytes;
  const mostBytes = isTooLong ? Math.min(capBytes, KEPT_OF_UNFINISHED) : capBytes;
  const body = gatherBody({ room, mostBytes, expectedBytes, freeBytes });
  let receivedBytes = 0;
  let settled = false;
  const settle = (end: BodyEnd): void => {
    if (settled) return;
    settled = true;
    forget();
    if (end !== 'complete') body.cut(end === 'no-room' ? freeBytes : KEPT_OF_UNFINISHED);
    done({ bytes: body.bytes(), end, receivedBytes, release: body.release });
  };
  const forget = pace.watch({
    received: () => receivedBytes,
    end: (why) => settle(why === 'time-is-up' ? 'too-large' : why),
    ...(isTooLong ? { withinMs: FIRST_BYTES_WITHIN_MS } : {}),
  });
  request.on('data', (chunk: Buffer) => {
    if (settled) return;
    receivedBytes += chunk.length;
    const over = receivedBytes - mostBytes;
    if (!body.add(over > 0 ? chunk.subarray(0, chunk.length - over) : chunk)) settle('no-room');
    else if (over > 0 || (isTooLong && over === 0)) settle('too-large');
  });
  request.on('end', () => settle('complete'));
  request.on('error', () => settle('aborted'));
  request.on('close', () => settle('aborted'));
  return { bytes: body.bytes, stop: settle };
}
