import type { CapturedRequest } from '../contract/request.ts';
import type { Knock } from '../tunnel/limits.ts';
import type { PreparedReply } from './reply.ts';

/** A secret that a provider sent in its handshake. */
export interface LearnedSecret {
  /** The provider's name. */
  readonly provider: string;
  readonly value: string;
}

/** The answer to a provider's set-up request, and what it was in words. */
export interface ChallengeReply {
  readonly reply: PreparedReply;
  readonly sentence: string;
  readonly learned?: LearnedSecret;
}

/** What capture needs to know of an endpoint, ready for use. */
export interface LiveEndpoint {
  readonly id: number;
  readonly paused: boolean;
  readonly reply: PreparedReply;
  /** Refuses who is not let in; absent where there are no limits. */
  readonly refusal?: (knock: Knock) => PreparedReply | null;
  /** Answers a provider's set-up request instead of the canned reply; absent where none can come. The request is made where it is looked at. */
  readonly challenge?: (method: string, read: () => CapturedRequest) => ChallengeReply | null;
}

/** Look-up of endpoints by their unguessable path. */
export interface EndpointDirectory {
  find(slug: string): LiveEndpoint | undefined;
}
