import type { ReplyStep } from '../contract/reply.ts';
import type { LimitsView } from '../contract/tunnel.ts';

type Step = ReplyStep<LimitsView>;
type Sentences = { readonly [Kind in Step['kind']]: (step: Extract<Step, { kind: Kind }>) => string };

/** Apart from the steps themselves, so that who only tells of an endpoint loads no rules of providers. */
const SENTENCES: Sentences = {
  limits: ({ limits }) => `${rulesOf(limits).join('; ')}. What is refused is not kept.`,
  paused: () => 'It is paused: everyone gets 503 and is told to try again after a minute. Nothing is kept.',
  challenge: ({ provider }) =>
    provider === null
      ? 'Set-up requests of CloudEvents senders (OPTIONS) are answered.'
      : 'Set-up requests of its provider, and of CloudEvents senders (OPTIONS), are answered.',
  delay: ({ ms }) => `The answer is held back for ${ms} ms after the delivery is stored.`,
  canned: ({ status }) => `Everyone gets ${status} once the delivery is stored.`,
};

/** What a step does to a sender, in words for the user. */
export const explainStep = (step: Step): string => (SENTENCES[step.kind] as (given: Step) => string)(step);

function rulesOf({ allow, perMinute, basicAuth }: LimitsView): string[] {
  return [
    ...(allow === null ? [] : ['Senders from other addresses than those allowed get 403']),
    ...(perMinute === null ? [] : [`More than ${perMinute} requests a minute get 429`]),
    ...(basicAuth === null ? [] : ['Requests without the user name and password get 401']),
  ];
}
