/** Deliveries a second above which the reading side steps back. */
const BUSY_RATE = 400;
const RECENT_MS = 250;

/** How deliveries come in, as the reading side is told of it. */
export interface Arrivals {
  /** Everything up to this id is committed. */
  readonly committedId: number;
  note(lastId: number): void;
  /** Somebody knows of this one before it was told of. */
  expect(id: number): void;
  /** They pour in: the slices step back. */
  isBusy(): boolean;
  /** They arrive now and then: what may wait gives way half of the time. */
  isVisited(): boolean;
}

export function createArrivals(newestId: number): Arrivals {
  let committedId = newestId;
  let rate = 0;
  let atMs = performance.now();
  const isRecent = (): boolean => performance.now() - atMs < RECENT_MS;
  return {
    get committedId() {
      return committedId;
    },
    note(lastId) {
      const now = performance.now();
      const seconds = Math.max(0.001, (now - atMs) / 1_000);
      rate = 0.5 * rate + 0.5 * ((lastId - committedId) / seconds);
      atMs = now;
      committedId = Math.max(committedId, lastId);
    },
    expect(id) {
      committedId = Math.max(committedId, id);
    },
    isBusy: () => rate > BUSY_RATE && isRecent(),
    isVisited: isRecent,
  };
}
