import type { ReplyStep } from '../../contract/reply.ts';
import type { ReadyOf, ReadyStep, StepContext } from '../step.ts';
import { canned } from './canned.ts';
import { challenge } from './challenge.ts';
import { delay } from './delay.ts';
import { limits } from './limits.ts';
import { paused } from './paused.ts';

const STEPS: { readonly [Kind in ReplyStep['kind']]: ReadyOf<Kind> } = { limits, paused, challenge, delay, canned };

/** A step made ready to run. */
export const readyStep = (step: ReplyStep, context: StepContext): ReadyStep =>
  (STEPS[step.kind] as (given: ReplyStep, context: StepContext) => ReadyStep)(step, context);
