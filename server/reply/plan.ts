import type { CapturedRequest } from '../contract/request.ts';
import type { Knock } from '../tunnel/limits.ts';
import type { PreparedReply } from './prepared.ts';
import type { Answer, ReadyStep } from './step.ts';

/** Why a request is not taken. */
export interface Refusal {
  readonly reply: PreparedReply;
  /** Whether it is for who asked. */
  readonly asksWho: boolean;
}

/** What an endpoint answers its senders. */
export interface ReplyPlan {
  /** Whether everyone is let in. Where not, `asksWho` tells whether that depends on their header lines. */
  readonly isOpen: boolean;
  readonly asksWho: boolean;
  /** Before the body is read: the whole answer of a request that is not taken. null where it is. */
  refuse(knock: () => Knock): Refusal | null;
  /** Once the body is whole: what to answer after the commit. */
  answer(method: string, read: () => CapturedRequest): Answer;
  /** What everyone gets whom no other step answers. */
  readonly last: Answer;
}

/**
 * Put steps together. A step never stops a capture: one that fails is told to `onFailed`, and those after it are asked.
 * Throws where no step answers everyone.
 */
export function planReply(steps: readonly ReadyStep[], onFailed: (error: unknown) => void): ReplyPlan {
  const doors = steps.filter((step) => 'refuse' in step);
  const { asked, last } = answersOf(steps);
  return {
    isOpen: doors.length === 0,
    asksWho: doors.some(({ asksWho }) => asksWho),
    last,
    refuse(knock) {
      for (const { refuse, asksWho } of doors) {
        const reply = refuse(knock);
        if (reply !== null) return { reply, asksWho };
      }
      return null;
    },
    answer(method, read) {
      for (const { answer, delayMs } of asked) {
        try {
          const found = answer(method, read);
          if (found !== null) return { ...found, delayMs };
        } catch (error) {
          onFailed(error);
        }
      }
      return last;
    },
  };
}

type Asked = Extract<ReadyStep, { answer: unknown }> & Pick<Answer, 'delayMs'>;

/** The steps that may answer, up to the first that answers everyone, each with what the delays before it add up to. */
function answersOf(steps: readonly ReadyStep[]): { readonly asked: readonly Asked[]; readonly last: Answer } {
  const asked: Asked[] = [];
  let delayMs = 0;
  for (const step of steps) {
    if ('delayMs' in step) delayMs += step.delayMs;
    else if ('answer' in step) asked.push({ ...step, delayMs });
    else if ('reply' in step) return { asked, last: { reply: step.reply, delayMs } };
  }
  throw new Error('A reply needs a step that answers everyone.');
}
