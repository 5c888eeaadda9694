import type { Settings } from './status.ts';

/** Retention and limits of a folder whose owner set none. */
export const DEFAULT_SETTINGS: Settings = {
  keepDays: null,
  keepCount: null,
  keepBytes: 2_147_483_648,
  bodyCapBytes: 52_428_800,
};
