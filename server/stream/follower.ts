/**
 * A stage behind capture that walks through the deliveries in their order. It is at least once: a range whose `take` rejects, or
 * that a crash cut off, comes again. So what it does to the outside is written as rows, in the commit that moves its mark.
 */
export interface Follower {
  readonly name: string;
  /** The newest delivery that it is done with, as far as that is known at the start. */
  readonly done: number;
  /** Take deliveries `first` to `last`, all of them described; resolves once they need not come again. */
  take(first: number, last: number): Promise<void>;
  /** What lies between two takes; nothing unless given. */
  readonly pause?: () => Promise<unknown>;
  /** Called once, after the last take. */
  stop?(): Promise<void>;
}
