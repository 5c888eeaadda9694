import { HOUR, MINUTE, type Schedule, SECOND, waits } from '../contract/schedule.ts';

/** docs.svix.com/retries: the schedule of everybody who delivers by Svix. */
export const SVIX_SCHEDULE: Schedule = waits(
  ...[5 * SECOND, 5 * MINUTE, 30 * MINUTE],
  ...[2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR],
);
