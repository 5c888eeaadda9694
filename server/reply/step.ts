import type { ReplyStep } from '../contract/reply.ts';
import type { CapturedRequest } from '../contract/request.ts';
import type { Credential } from '../providers/provider.ts';
import type { Allowance, Knock } from '../tunnel/limits.ts';
import type { PreparedReply } from './prepared.ts';

/** A secret that a provider sent in its handshake. */
export interface LearnedSecret {
  /** The provider's name. */
  readonly provider: string;
  readonly value: string;
}

/** What a stored request is answered with, after `delayMs`. */
export interface Answer {
  readonly reply: PreparedReply;
  readonly delayMs: number;
  /** What it was, in words, where it is not the endpoint's own reply. */
  readonly sentence?: string;
  readonly learned?: LearnedSecret;
}

/** A step made ready: each does one of the four. */
export type ReadyStep =
  | {
      /** Before the body is read. What it returns is all that the sender gets, and nothing is kept. */
      readonly refuse: (knock: () => Knock) => PreparedReply | null;
      /** Whether it depends on who asks: then nothing is kept of a request that nobody can read. */
      readonly asksWho: boolean;
    }
  | {
      /** Once the body is whole; the answer is given after the commit. The request is made where it is looked at. null leaves it to the steps that follow. */
      readonly answer: (method: string, read: () => CapturedRequest) => Omit<Answer, 'delayMs'> | null;
    }
  /** What is answered after it comes so much later. */
  | { readonly delayMs: number }
  /** Everyone gets this. */
  | { readonly reply: PreparedReply };

/** What steps need of the endpoint and of the server. */
export interface StepContext {
  readonly endpointId: number;
  readonly credentials: readonly Credential[];
  readonly nowMs: () => number;
  /** Told of each refusal, in words for the user. */
  readonly onRefused: (endpointId: number, sentence: string) => void;
  /** What endpoints have used of their rates; it outlives changes of their settings. */
  readonly used: UsedAllowances;
}

export type UsedAllowances = Map<number, { readonly perMinute: number | null; readonly allowance: Allowance }>;

/** Makes the steps of one kind ready. */
export type ReadyOf<Kind extends ReplyStep['kind']> = (
  step: Extract<ReplyStep, { kind: Kind }>,
  context: StepContext,
) => ReadyStep;
