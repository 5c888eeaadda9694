import type { ApiContext } from './context.ts';
import type { Handlers } from './handlers.ts';
import { deliveryReaders } from './reading/deliveries.ts';
import { endpointReaders } from './reading/endpoints.ts';
import { exportReaders } from './reading/exports.ts';
import { sendingReaders } from './reading/sending.ts';
import { serviceReaders } from './reading/service.ts';
import { tunnelReaders } from './reading/tunnel.ts';
import { verificationReaders } from './reading/verification.ts';
import { confirmSubscriptionHandlers } from './resources/confirm-subscription.ts';
import { contentstackKeyHandlers } from './resources/contentstack-key.ts';
import { deliveryHandlers } from './resources/deliveries.ts';
import { endpointHandlers } from './resources/endpoints.ts';
import { generalHandlers } from './resources/general.ts';
import { judgingHandlers } from './resources/judging.ts';
import { recipeHandlers } from './resources/recipes.ts';
import { replayHandlers } from './resources/replays.ts';
import { secretHandlers } from './resources/secrets.ts';
import { sessionHandlers } from './resources/sessions.ts';
import { tunnelHandlers } from './resources/tunnel.ts';

/** What every route of the contract does. A route without a handler does not compile. */
export function createHandlers(context: ApiContext): Handlers {
  return {
    ...generalHandlers(context),
    ...sessionHandlers(context),
    ...endpointHandlers(context),
    ...secretHandlers(context),
    ...contentstackKeyHandlers(context),
    ...deliveryHandlers(context),
    ...replayHandlers(context),
    ...judgingHandlers(context),
    ...confirmSubscriptionHandlers(context),
    ...recipeHandlers(context),
    ...tunnelHandlers(context),
    ...serviceReaders(context),
    ...endpointReaders(context),
    ...deliveryReaders(context),
    ...exportReaders(context),
    ...verificationReaders(context),
    ...sendingReaders(context),
    ...tunnelReaders(context),
  };
}
