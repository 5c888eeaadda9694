import type { ApiContext } from './context.ts';
import type { Handlers } from './handlers.ts';
import { confirmSubscriptionHandlers } from './resources/confirm-subscription.ts';
import { contentstackKeyHandlers } from './resources/contentstack-key.ts';
import { deliveryHandlers } from './resources/deliveries.ts';
import { endpointHandlers } from './resources/endpoints.ts';
import { exportHandlers } from './resources/exports.ts';
import { generalHandlers } from './resources/general.ts';
import { recipeHandlers } from './resources/recipes.ts';
import { replayHandlers } from './resources/replays.ts';
import { secretHandlers } from './resources/secrets.ts';
import { sessionHandlers } from './resources/sessions.ts';
import { tunnelHandlers } from './resources/tunnel.ts';
import { verificationHandlers } from './resources/verification.ts';

/** What every route of the contract does. A route without a handler does not compile. */
export function createHandlers(context: ApiContext): Handlers {
  return {
    ...generalHandlers(context),
    ...sessionHandlers(context),
    ...endpointHandlers(context),
    ...secretHandlers(context),
    ...contentstackKeyHandlers(context),
    ...deliveryHandlers(context),
    ...exportHandlers(context),
    ...replayHandlers(context),
    ...verificationHandlers(context),
    ...confirmSubscriptionHandlers(context),
    ...recipeHandlers(context),
    ...tunnelHandlers(context),
  };
}
