import type { Confirmation } from '../contract/confirmation.ts';
import type { CapturedRequest } from '../contract/request.ts';
import { snsConfirmation } from './senders/sns-confirmation.ts';

/**
 * The call that confirms a subscription, for a set-up request that asks for one; null for any other request. By provider, and
 * apart from the senders: it is asked of one delivery at a time, also by commands that load no sender's rules.
 */
export const CONFIRMATIONS: ReadonlyMap<string, (request: CapturedRequest) => Confirmation | null> = new Map([
  ['aws-sns', snsConfirmation],
]);
