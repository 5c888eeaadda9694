import { jsonAnswer } from '../challenges.ts';
import { viewOf } from '../reading/view.ts';
import { sharedSecret } from '../schemes/shared-secret.ts';
import { token, UNPROTECTED } from '../schemes/token.ts';
import { sender } from '../sender.ts';

/** developer.okta.com, event hooks: a header with a fixed value, Authorization by default; a one-time challenge at set-up. */
const inOtherHeader = sharedSecret({ provider: 'Okta', note: UNPROTECTED });
const authorization = token({ header: 'Authorization' });

export const okta = sender({
  id: 'okta',
  name: 'Okta event hooks',
  docsUrl: 'https://developer.okta.com/docs/concepts/event-hooks/',
  confidence: 'likely',
  marks: [
    [92, 'header:x-okta-verification-challenge'],
    [88, 'body:eventType=com.okta.event_hook'],
    [70, 'body:source^=https://', 'body:data.events.0.eventType'],
  ],
  describe: {
    event: 'body:data.events.0.eventType | body:eventType',
    resource: 'body:data.events.0.target.0.alternateId | body:data.events.0.actor.alternateId',
    delivery: 'body:eventId | body:data.events.0.uuid',
  },
  signature: {
    secretLabel: 'Value of the Authorization header, or “Header-Name: value”',
    scheme: {
      ...authorization,
      check: (request, credential, nowMs) =>
        (/^[A-Za-z0-9-]+: /.test(credential.value) ? inOtherHeader : authorization).check(request, credential, nowMs),
    },
  },
  setup: {
    challenge: (request) => {
      const verification = viewOf(request).header('x-okta-verification-challenge');
      if (request.method !== 'GET' || verification === undefined) return null;
      return jsonAnswer({ verification }, 'Echoed Okta’s verification challenge.');
    },
  },
  sample: {
    body: {
      eventType: 'com.okta.event_hook',
      eventId: 'b5a188b9-5ece-4636-b041-482ffda96311',
      source: 'https://example.okta.com',
      data: { events: [{ uuid: 'u', eventType: 'user.lifecycle.create' }] },
    },
  },
});
