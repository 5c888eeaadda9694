import { describedIdIn } from '../index/described-id.ts';
import type { ClosedMark } from '../truth/closed-mark.ts';
import { committedIdIn } from '../truth/committed-mark.ts';

/** The highest delivery id that the truth of this epoch is known to have had, by what stands beside it. */
export function knownIdIn(dataDir: string, epoch: number, closed: ClosedMark | null): number {
  const atTheEnd = closed?.epoch === epoch ? closed.highestId : 0;
  return Math.max(atTheEnd, committedIdIn(dataDir, epoch), describedIdIn(dataDir, epoch));
}
