import { textAnswer } from '../challenges.ts';
import { bodyText } from '../reading/source.ts';
import { viewOf } from '../reading/view.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** dev.twitch.tv, EventSub: id, time and body without anything between. */
export const twitch = sender({
  id: 'twitch',
  name: 'Twitch EventSub',
  docsUrl: 'https://dev.twitch.tv/docs/eventsub/handling-webhook-events/',
  marks: [
    [95, 'header:Twitch-Eventsub-Message-Signature'],
    [95, 'header:Twitch-Eventsub-Message-Id'],
  ],
  describe: {
    event: 'header:Twitch-Eventsub-Subscription-Type | header:Twitch-Eventsub-Message-Type',
    resource: 'body:event.broadcaster_user_login | body:subscription.id',
    delivery: 'header:Twitch-Eventsub-Message-Id',
    retries: 'header:Twitch-Eventsub-Message-Retry',
  },
  signature: {
    secretLabel: 'Secret of the subscription',
    scheme: hmac({
      header: 'Twitch-Eventsub-Message-Signature',
      prefix: 'sha256=',
      idHeader: 'Twitch-Eventsub-Message-Id',
      timestampHeader: 'Twitch-Eventsub-Message-Timestamp',
      signed: '{id}{timestamp}{body}',
      time: { unit: 'iso', toleranceS: 600 },
    }),
  },
  setup: {
    challenge: (request) => {
      if (viewOf(request).header('twitch-eventsub-message-type') !== 'webhook_callback_verification') return null;
      const challenge = bodyText(request, 'challenge');
      return challenge === undefined ? null : textAnswer(challenge, 'Echoed Twitch’s challenge.');
    },
  },
  sample: {
    headers: {
      'Twitch-Eventsub-Message-Retry': '0',
      'Twitch-Eventsub-Message-Type': 'notification',
      'Twitch-Eventsub-Subscription-Type': 'channel.follow',
    },
    body: {
      subscription: { id: 'f1c2a387', type: 'channel.follow' },
      event: { broadcaster_user_login: 'cooler_user' },
    },
  },
});
