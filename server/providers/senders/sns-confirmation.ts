import type { Confirmation } from '../../contract/confirmation.ts';
import type { CapturedRequest } from '../../contract/request.ts';
import { asText, memberAt } from '../reading/source.ts';
import { viewOf } from '../reading/view.ts';

/** `https://sns.<region>.amazonaws.com/?…`, letter by letter: no user, no port, no other path, no fragment, nothing escaped in the host. */
const FORM = /^https:\/\/sns\.([a-z]{2}(?:-[a-z]{2,12}){1,3}-\d{1,2})\.amazonaws\.com(\.cn)?\/\?([\x21\x24-\x7e]+)$/;
const LIMIT = 4_096;

/**
 * docs.aws.amazon.com, SNS, “confirm the subscription”: a GET of SubscribeURL. Whoever sends a delivery chooses this address, so
 * nothing but SNS itself, and nothing but this one action, is ever called.
 */
export function snsConfirmation(request: CapturedRequest): Confirmation | null {
  const message = viewOf(request).jsonOfAnySize();
  const text = (name: string): string => asText(memberAt(message, [name])) ?? '';
  if (text('Type') !== 'SubscriptionConfirmation') return null;
  const url = text('SubscribeURL');
  return { url: url.slice(0, LIMIT), refusal: refusalOf(url) };
}

function refusalOf(url: string): string | null {
  const match = url.length > LIMIT ? null : FORM.exec(url);
  if (match === null) return 'SubscribeURL is not an address of sns.<region>.amazonaws.com.';
  const [, region, china, query] = match;
  if (region!.startsWith('cn-') !== (china !== undefined))
    return 'SubscribeURL is not the address of SNS in this region.';
  const actions = [...new URLSearchParams(query)].filter(([name]) => name.toLowerCase() === 'action');
  return actions.length === 1 && actions[0]!.join('=') === 'Action=ConfirmSubscription'
    ? null
    : 'SubscribeURL asks for another action than ConfirmSubscription.';
}
