import type { ReadyOf } from '../step.ts';

/** Time between the commit and the answer. */
export const delay: ReadyOf<'delay'> = ({ ms }) => ({ delayMs: ms });
