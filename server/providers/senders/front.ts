import type { CapturedRequest } from '../../contract/request.ts';
import { jsonAnswer } from '../challenges.ts';
import { viewOf } from '../reading/view.ts';
import { hmac } from '../schemes/hmac.ts';
import type { Scheme } from '../schemes/scheme.ts';
import { sender } from '../sender.ts';

/** dev.frontapp.com: application webhooks sign the time in milliseconds and the body; those of rules the body, with SHA-1. */
const header = 'X-Front-Signature';
const application = hmac({
  header,
  encoding: 'base64',
  timestampHeader: 'X-Front-Request-Timestamp',
  signed: '{timestamp}:{body}',
  time: { unit: 's-or-ms', toleranceS: null },
});
const rule = hmac({ header, encoding: 'base64', algorithm: 'sha1' });

/** Webhooks of rules have no time. */
const schemeOf = (request: CapturedRequest): Scheme =>
  viewOf(request).header('x-front-request-timestamp') === undefined ? rule : application;

export const front = sender({
  id: 'front',
  name: 'Front',
  docsUrl: 'https://dev.frontapp.com/docs/application-webhooks',
  marks: [[95, 'header:X-Front-Signature']],
  describe: {
    event: 'body:type',
    resource: 'body:conversation.id + body:conversation.subject',
    delivery: 'body:id',
  },
  signature: {
    secretLabel: 'Application secret (rules: API secret)',
    scheme: {
      ...application,
      check: (request, credential, nowMs) => schemeOf(request).check(request, credential, nowMs),
    },
  },
  setup: {
    challenge: (request) => {
      const challenge = viewOf(request).header('x-front-challenge');
      return request.method === 'POST' && challenge !== undefined
        ? jsonAnswer({ challenge }, 'Echoed Front’s challenge.')
        : null;
    },
  },
  sample: { body: { type: 'inbound', id: 'evt_1', conversation: { id: 'cnv_1', subject: 'Hello' } } },
});
