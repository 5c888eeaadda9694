import type { CapturedRequest } from '../contract/request.ts';
import type { ChallengeAnswer } from './provider.ts';
import { type Condition, rule } from './reading/marks.ts';
import { viewOf } from './reading/view.ts';

/**
 * Whose set-up request this looks like: by name, most likely first, and the ids of those among them that are providers here. No
 * ids where it is answered without a provider.
 */
export interface SetupRequest {
  readonly providers: readonly string[];
  readonly names: readonly string[];
}

/** What set-up requests are recognised by where the endpoint has no provider: the first that fits counts. Some ask alike. */
const SETUPS: readonly (readonly [
  providers: readonly string[],
  names: readonly string[],
  ...conditions: Condition[],
])[] = [
  [[], ['a CloudEvents sender'], 'method:OPTIONS', 'header:WebHook-Request-Origin'],
  [['azure-event-grid'], ['Azure Event Grid'], 'header:aeg-event-type=SubscriptionValidation'],
  [['twitch'], ['Twitch'], 'header:Twitch-Eventsub-Message-Type=webhook_callback_verification'],
  [['okta'], ['Okta'], 'header:X-Okta-Verification-Challenge', 'method:GET'],
  [['worldline'], ['Worldline'], 'header:X-GCS-Webhooks-Endpoint-Verification', 'method:GET'],
  [['asana'], ['Asana'], 'header:X-Hook-Secret'],
  [['smartsheet'], ['Smartsheet'], 'header:Smartsheet-Hook-Challenge', 'method:POST'],
  [['front'], ['Front'], 'header:X-Front-Challenge', 'method:POST'],
  [['slack'], ['Slack'], 'body:type=url_verification', 'body:challenge'],
  [['zoom'], ['Zoom'], 'body:event=endpoint.url_validation', 'body:payload.plainToken'],
  [['smartcar'], ['Smartcar'], 'body:eventName=verify', 'body:payload.challenge'],
  [['smartcar'], ['Smartcar'], 'body:eventType=verify', 'body:data.challenge'],
  [['notion'], ['Notion'], 'body:verification_token^=secret_'],
  [['x-twitter'], ['X'], 'query:crc_token', 'method:GET'],
  // W3C WebSub, 5.3: the hub verifies the intent of the subscriber, for subscribe and unsubscribe alike.
  [['websub'], ['WebSub'], 'query:hub.topic', 'query:hub.mode', 'method:GET'],
  [['meta'], ['Meta'], 'query:hub.challenge~digits', 'query:hub.mode=subscribe', 'method:GET'],
  // developers.strava.com, webhooks: the challenge is hex, and the answer JSON.
  [['strava'], ['Strava'], 'query:hub.challenge', 'query:hub.verify_token', 'query:hub.mode=subscribe', 'method:GET'],
  // docs.aurinko.io, notification URL verification: as Microsoft Graph does.
  [['microsoft-graph'], ['Microsoft Graph', 'Aurinko'], 'query:validationToken', 'method:POST'],
  [['ebay'], ['eBay'], 'query:challenge_code', 'method:GET'],
  [['braintree'], ['Braintree'], 'query:bt_challenge', 'method:GET'],
  [['linkedin'], ['LinkedIn'], 'query:challengeCode', 'method:GET'],
  [['fitbit'], ['Fitbit'], 'query:verify~hex64', 'method:GET'],
  [['dropbox'], ['Dropbox'], 'query:challenge', 'method:GET', 'ua:DropboxWebhooks/'],
  // developer.nylas.com/docs/v3/notifications and developer.adobe.com/events/docs/guides: the same parameter.
  [['dropbox', 'nylas'], ['Dropbox', 'Nylas', 'Adobe I/O Events'], 'query:challenge', 'method:GET'],
  [['onfleet'], ['Onfleet'], 'query:check', 'method:GET'],
  // developers.miro.com/reference/webhooks-overview: the same question, with the same answer.
  [['monday'], ['monday.com', 'Miro'], 'body:challenge', '!body:type', '!body:event'],
];
const COMPILED = SETUPS.map(([providers, names, ...conditions]) => ({
  providers,
  names,
  ...rule([100, ...conditions]),
}));

/** Whose set-up request this looks like, by what it asks; null for every other request. Never throws. */
export function setupRequestOf(request: CapturedRequest): SetupRequest | null {
  const view = viewOf(request);
  const found = COMPILED.find(({ holds }) => holds(view));
  return found === undefined ? null : { providers: found.providers, names: found.names };
}

const EITHER = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** What to do about a set-up request that came to an endpoint without provider, in two sentences. */
export function setupAdvice({ providers, names }: SetupRequest): string {
  const looks = `This looks like the set-up request of ${EITHER.format(names)}.`;
  if (providers.length === 0) return `${looks} Every endpoint answers it, whatever its provider.`;
  const others = names.length > 1 ? ', or to the one of them that it is' : '';
  return `${looks} Set the provider of this endpoint to ${names[0]}${others}, then let it be sent again.`;
}

/** An origin as CloudEvents senders state it: a DNS name, or a list of them is never sent. */
const ORIGIN = /^[\w.:/-]{1,512}$/;

/**
 * CloudEvents’ abuse protection (cloudevents/spec, http-webhook.md, 4): a sender asks by OPTIONS whether it may deliver here, and
 * the answer names it. It says no more than that this address takes deliveries, so every sender gets it. The address in
 * WebHook-Request-Callback is never called. null for every other request.
 */
export function cloudEventsAnswer(request: CapturedRequest): ChallengeAnswer | null {
  const view = viewOf(request);
  const origin = view.header('webhook-request-origin');
  if (request.method !== 'OPTIONS' || origin === undefined || !ORIGIN.test(origin)) return null;
  const rate = view.header('webhook-request-rate');
  return {
    status: 200,
    headers: [
      ['Allow', 'POST'],
      ['WebHook-Allowed-Origin', origin],
      ...(rate === undefined ? [] : [['WebHook-Allowed-Rate', /^[1-9]\d{0,8}$/.test(rate) ? rate : '*'] as const]),
    ],
    body: '',
    sentence: `Allowed ${origin} to deliver, as CloudEvents senders ask.`,
  };
}
