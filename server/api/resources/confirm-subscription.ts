import { Problem } from '../../contract/problem.ts';
import type { ApiContext } from '../context.ts';
import { fetchText } from '../fetch-text.ts';
import type { Handlers } from '../handlers.ts';

/** The id of the subscription in the answer of SNS, as XML or JSON. */
const SUBSCRIPTION = /SubscriptionArn[">\s:]{1,8}(arn:[\w:*./-]{1,400})/;

/**
 * The one call that Hookglass makes because of a delivery, and only when it is told to: never while capturing. The provider's
 * rules choose the address; no redirect is followed, and time and size of the answer are bounded.
 */
export function confirmSubscriptionHandlers(context: ApiContext): Pick<Handlers, 'confirmSubscription'> {
  const { reader, writer } = context.store;
  return {
    async confirmSubscription({ params: { id } }) {
      await reader.call('describedUpTo', Math.min(id, writer.lastId()));
      const delivery = await reader.call('get', id);
      if (delivery === null) throw new Problem('no-such-delivery', `delivery ${id}`);
      const { confirmation, verdict, provider } = delivery;
      if (confirmation === null) throw new Problem('nothing-to-confirm', `delivery ${id}`);
      if (confirmation.refusal !== null) throw new Problem('confirmation-refused', confirmation.refusal);
      if (verdict.kind === 'invalid')
        throw new Problem('confirmation-refused', `its signature is not valid: ${verdict.sentence}`);
      const url = context.confirmationUrl(new URL(confirmation.url));
      const answer = await fetchText(url, context.fetchLimits, 'confirmation-failed');
      const name = context.providers().find(provider ?? '')?.name ?? 'The provider';
      const subscription = SUBSCRIPTION.exec(answer)?.[1];
      const named = subscription === undefined ? ', without naming it' : `: ${subscription}`;
      return { sentence: `${name} confirmed the subscription${named}.` };
    },
  };
}
