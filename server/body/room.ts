/** The memory that all bodies under way share. */
export interface Room {
  /** Take so many bytes of it; false, with nothing taken, where they are not there. */
  take(bytes: number): boolean;
  /** Give back what was taken. */
  give(bytes: number): void;
  /** Bytes taken at present. */
  held(): number;
}

/** A room of `mostBytes`, which is asked for each time it matters. */
export function createRoom(mostBytes: () => number): Room {
  let held = 0;
  return {
    take(bytes) {
      if (held + bytes > mostBytes()) return false;
      held += bytes;
      return true;
    },
    give(bytes) {
      held -= bytes;
    },
    held: () => held,
  };
}
