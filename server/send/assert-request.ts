import type { DeliverySummary } from '../contract/delivery.ts';
import { Problem } from '../contract/problem.ts';

/** Throws where a stored row is not a whole request. */
export function assertRequest({ id, flags }: Pick<DeliverySummary, 'id' | 'flags'>): void {
  if (flags.includes('malformed')) throw new Problem('malformed-delivery', `delivery ${id}`);
  if (flags.includes('damaged')) throw new Problem('damaged-delivery', `delivery ${id}`);
  if (flags.includes('truncated') || flags.includes('aborted'))
    throw new Problem('truncated-delivery', `delivery ${id}`);
}
