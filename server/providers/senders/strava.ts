import { hubChallenge, jsonAnswer } from '../challenges.ts';
import { tokenIn } from '../schemes/token.ts';
import { sender } from '../sender.ts';

/** developers.strava.com, webhooks: nothing is signed; the challenge is answered in JSON. */
export const strava = sender({
  id: 'strava',
  name: 'Strava',
  docsUrl: 'https://developers.strava.com/docs/webhooks/',
  confidence: 'likely',
  marks: [
    [86, 'body:aspect_type', 'body:object_type', 'body:owner_id', 'body:subscription_id'],
    [84, 'query:hub.mode=subscribe', 'query:hub.challenge', 'query:hub.verify_token', '!query:hub.topic'],
  ],
  describe: {
    event: 'body:object_type + body:aspect_type | query:hub.mode',
    resource: 'body:object_type + body:object_id',
    group: 'body:object_type + body:object_id + body:aspect_type + body:event_time',
  },
  signature: {
    secretLabel: 'Id of the push subscription',
    extras: [{ name: 'verifyToken', label: 'Verify token' }],
    scheme: tokenIn({
      from: 'body:subscription_id',
      where: 'subscription_id',
      note: 'Strava does not sign: the subscription id can be guessed, and the body is not protected.',
    }),
  },
  setup: {
    challenge: hubChallenge('Strava', (challenge, sentence) => jsonAnswer({ 'hub.challenge': challenge }, sentence)),
  },
  sample: {
    body: {
      aspect_type: 'create',
      event_time: 1768478400,
      object_id: 1360128428,
      object_type: 'activity',
      owner_id: 134815,
      subscription_id: 120475,
      updates: {},
    },
  },
});
