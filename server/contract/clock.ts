/** Time as everything that waits sees it, so that tests can turn it by hand. */
export interface Clock {
  /** Wall-clock time, Unix milliseconds. It jumps over a sleep of the machine; that is how a sleep is noticed. */
  now(): number;
  /** Call `run` once after `delayMs`; the returned function takes it back. */
  after(delayMs: number, run: () => void): () => void;
}
