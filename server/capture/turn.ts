import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Room } from '../body/room.ts';
import type { LearnedSecret } from '../reply/step.ts';
import type { Amendment } from '../truth/amend.ts';
import type { Writer } from '../truth/writer.ts';
import type { Passage } from '../tunnel/passage.ts';
import type { Counters } from './counters.ts';
import type { EndpointDirectory } from './endpoint-directory.ts';
import type { Owed } from './owed.ts';
import type { Pace } from './pace.ts';
import type { Reading } from './read.ts';
import type { Surplus } from './surplus.ts';

/** What the parts of the capture listener share. */
export interface Inbox {
  readonly writer: Pick<Writer, 'capture'>;
  readonly endpoints: EndpointDirectory;
  readonly counters: Counters;
  readonly bodyCapBytes: () => number;
  readonly now: () => number;
  readonly logError: (message: string, error: unknown) => void;
  /** Told of the secret of a handshake once its delivery is stored and answered. */
  readonly onLearned?: (endpointId: number, learned: LearnedSecret) => void;
  /** The tunnel, which leads to this listener and to nothing else; absent where there is none. */
  readonly passage?: Passage;
  /** Correct the record of a delivery by what was seen after it was stored. */
  readonly amend: (id: number, amendment: Amendment) => void;
  readonly room: Room;
  /** The same for what follows requests and is none. */
  readonly surplusRoom: Room;
  readonly pace: Pace;
  readonly owed: Owed;
  readonly isUnfinishedKept: (endpointId: number) => boolean;
}

/** A row that bytes may follow on its connection. */
export interface Followed {
  /** 0 until it is stored. */
  id: number;
  surplus: Surplus | null;
  /** How much of the surplus its record tells of. */
  savedBytes: number;
}

/** One request on a connection, from its head to its answer. */
export interface Turn extends Followed {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Whether it goes to an endpoint that keeps it. */
  isKept: boolean;
  /** Its body, until that has come to an end. */
  reading: Reading | null;
  /** Why the parser refused what came after the head. */
  malformed: string | null;
  /** What the parser refused it with, 0 where it did not: 413 for chunk extensions, 431 for trailers that are too long. */
  malformedStatus: number;
  /** What waits for the end of the body, so that rows are in the order of arrival. */
  readonly afterwards: (() => void)[];
}

const turns = new WeakMap<Duplex, Turn>();

/** The newest request on a connection. */
export const turnOn = (socket: Duplex): Turn | undefined => turns.get(socket);

export function beginTurn(request: IncomingMessage, response: ServerResponse): Turn {
  const turn: Turn = {
    request,
    response,
    isKept: false,
    reading: null,
    malformed: null,
    malformedStatus: 0,
    afterwards: [],
    id: 0,
    surplus: null,
    savedBytes: 0,
  };
  turns.set(request.socket, turn);
  return turn;
}

/** Write down how much followed a row, once it is stored and wherever that has grown. */
export function saveSurplus({ amend }: Pick<Inbox, 'amend'>, row: Followed): void {
  if (row.id === 0 || row.surplus === null || row.surplus.sizeBytes() <= row.savedBytes) return;
  row.savedBytes = row.surplus.sizeBytes();
  amend(row.id, { surplus: row.surplus.meta() });
}
