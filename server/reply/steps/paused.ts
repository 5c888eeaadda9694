import { REPLIES } from '../prepared.ts';
import type { ReadyOf } from '../step.ts';

const PAUSED = { asksWho: false, refuse: () => REPLIES.paused } as const;

/** An endpoint that takes nothing for now. */
export const paused: ReadyOf<'paused'> = () => PAUSED;
