import type { ReplyPlan } from '../reply/plan.ts';

/** What capture needs to know of an endpoint, ready for use. */
export interface LiveEndpoint {
  readonly id: number;
  readonly plan: ReplyPlan;
}

/** Look-up of endpoints by their unguessable path. */
export interface EndpointDirectory {
  find(slug: string): LiveEndpoint | undefined;
}
