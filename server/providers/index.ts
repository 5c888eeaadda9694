import type { CapturedRequest } from '../contract/request.ts';
import { bounded } from './challenges.ts';
import { describeCloudEvent } from './cloud-event.ts';
import type { ChallengeAnswer, Credential, Description, Provider } from './provider.ts';
import { fingerprintIndex } from './reading/fingerprint-index.ts';
import { viewOf } from './reading/view.ts';
import * as senders from './senders.ts';
import { cloudEventsAnswer } from './setup-requests.ts';

/** All providers, in the alphabetical order of their names in senders.ts. The surest fingerprint wins, whatever the order. */
export const providers: readonly Provider[] = Object.values(senders);

const byId: ReadonlyMap<string, Provider> = new Map(providers.map((provider) => [provider.id, provider]));

/** The provider with this id, or undefined. */
export const findProvider = (id: string): Provider | undefined => byId.get(id);

const surest = fingerprintIndex(providers);

/** The provider that most surely sent the request; null when nothing tells. Never throws. */
export const recogniseProvider = (request: CapturedRequest): Provider | null => surest(viewOf(request));

const NOTHING: Description = { event: null, resource: null, deliveryKey: null, attempt: null, groupKey: null };

/** What `provider` says about the request; when it is unknown, what a CloudEvent says of itself, or nothing. */
export const describeDelivery = (request: CapturedRequest, provider: Provider | null | undefined): Description =>
  provider?.describe(request) ?? describeCloudEvent(request) ?? NOTHING;

/** The answer to a provider's set-up request, or to that of a CloudEvents sender, whoever it is; null for everything else, and for an answer of more than 8,192 characters. */
export const answerChallenge = (
  request: CapturedRequest,
  provider: Provider | null | undefined,
  credentials: readonly Credential[],
): ChallengeAnswer | null => bounded(provider?.setup?.challenge(request, credentials) ?? cloudEventsAnswer(request));

export { type Judgement, judge, toVerdict } from './judge.ts';
