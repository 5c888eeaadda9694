import { prepareReply } from '../prepared.ts';
import type { ReadyOf } from '../step.ts';

/** The same answer to everyone. */
export const canned: ReadyOf<'canned'> = (step) => ({ reply: prepareReply(step) });
