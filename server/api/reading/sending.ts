import { Problem } from '../../contract/problem.ts';
import type { Handlers } from '../handlers.ts';
import type { ReadingContext } from './context.ts';

type Names = 'listAttempts' | 'getAttemptBody' | 'listDestinations' | 'listAllowedHosts' | 'listRecipes';

/** Attempts, destinations and the hosts that may be sent to; and the signature schemes that were described. */
export function sendingReaders({
  store: { attempts, destinations, allowedHosts, recipes },
}: ReadingContext): Pick<Handlers, Names> {
  return {
    listAttempts: ({ params: { id } }) => attempts.ofDelivery(id),
    async getAttemptBody({ params: { id }, query: { undo } }) {
      const bytes = attempts.answerBody(id);
      if (bytes === null) throw new Problem('no-such-attempt', `attempt ${id}`);
      if (undo === undefined) return { bytes };
      return (await import('../undo-codings.ts')).undoCodings(bytes, undo.split(','));
    },
    listDestinations: () => destinations.all(),
    listAllowedHosts: () => allowedHosts.all(),
    listRecipes: () => recipes.all(),
  };
}
