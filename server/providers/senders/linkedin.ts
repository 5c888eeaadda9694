import { createHmac } from 'node:crypto';
import { jsonAnswer } from '../challenges.ts';
import { field } from '../reading/form.ts';
import { viewOf } from '../reading/view.ts';
import { headerWrapper } from '../schemes/header-wrapper.ts';
import { hmacIn } from '../schemes/hmac.ts';
import type { Wrapper } from '../schemes/wrapper.ts';
import { sender } from '../sender.ts';

const PREFIX = 'hmacsha256=';
/** A type-4 UUID in the document. Whoever knows the address can ask, so no text that a delivery's signature is made over. */
const CHALLENGE_CODE = /^[\w-]{1,128}$/;

/** The document has the prefix in what is signed; senders were seen that write it in the header too, or only there. */
const header = headerWrapper({ header: 'X-LI-Signature' });
const wrapper: Wrapper = {
  ...header,
  read: (view, scheme) => {
    const found = header.read(view, scheme);
    if ('kind' in found) return found;
    const signatures = found.signatures.map((one) => (one.startsWith(PREFIX) ? one.slice(PREFIX.length) : one));
    return { ...found, signatures };
  },
  write: (parts, request) => header.write({ ...parts, signature: `${PREFIX}${parts.signature}` }, request),
};

/** learn.microsoft.com/linkedin, webhook validation. */
export const linkedin = sender({
  id: 'linkedin',
  name: 'LinkedIn',
  docsUrl: 'https://learn.microsoft.com/linkedin/shared/api-guide/webhook-validation',
  confidence: 'likely',
  marks: [
    [95, 'header:X-LI-Signature'],
    [84, 'query:challengeCode', 'method:GET'],
    [78, 'body:notifications.0.notificationId'],
    [78, 'body:leadGenFormResponse', 'body:leadAction'],
  ],
  describe: {
    event: 'body:notifications.0.action | body:leadAction | body:type',
    resource: 'body:notifications.0.sourcePost | body:notifications.0.organizationalEntity | body:leadGenFormResponse',
    delivery: 'body:notifications.0.notificationId',
  },
  signature: {
    secretLabel: 'Client secret of the app',
    scheme: hmacIn(wrapper, {
      signed: `${PREFIX}{body}`,
      variants: [{ signed: (request) => request.body, note: `It fits the body without “${PREFIX}” before it.` }],
    }),
  },
  setup: {
    challenge: (request, credentials) => {
      const challengeCode = field(viewOf(request).query(), 'challengeCode');
      const secret = credentials[0]?.value;
      if (request.method !== 'GET' || challengeCode === undefined || secret === undefined) return null;
      if (!CHALLENGE_CODE.test(challengeCode)) return null;
      const challengeResponse = createHmac('sha256', secret).update(challengeCode).digest('hex');
      return jsonAnswer(
        { challengeCode, challengeResponse },
        'Answered LinkedIn’s challenge code with the client secret.',
      );
    },
  },
  sample: {
    body: {
      type: 'ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS',
      notifications: [
        {
          notificationId: 1012345678,
          organizationalEntity: 'urn:li:organization:2414183',
          action: 'COMMENT',
          sourcePost: 'urn:li:share:6799179834723794944',
        },
      ],
    },
  },
});
