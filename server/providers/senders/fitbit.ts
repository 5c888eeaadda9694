import { statusAnswer } from '../challenges.ts';
import { field } from '../reading/form.ts';
import { viewOf } from '../reading/view.ts';
import { equalText } from '../schemes/bytes.ts';
import { hmac } from '../schemes/hmac.ts';
import { extraOf, rewrittenKey } from '../schemes/key.ts';
import { sender } from '../sender.ts';

/** dev.fitbit.com, using subscriptions: the key is the client secret and `&`, as in OAuth 1. */
export const fitbit = sender({
  id: 'fitbit',
  name: 'Fitbit',
  docsUrl: 'https://dev.fitbit.com/build/reference/web-api/developer-guide/using-subscriptions/',
  marks: [
    [95, 'header:X-Fitbit-Signature'],
    [84, 'body:0.collectionType', 'body:0.ownerId'],
    [60, 'query:verify~hex64', 'method:GET'],
  ],
  describe: {
    event: 'body:0.collectionType',
    resource: 'body:0.ownerType + body:0.ownerId',
    group: 'body:0.subscriptionId + body:0.collectionType + body:0.date',
  },
  signature: {
    secretLabel: 'Client secret of the app',
    extras: [{ name: 'verificationCode', label: 'Verification code of the subscriber' }],
    scheme: hmac({
      header: 'X-Fitbit-Signature',
      algorithm: 'sha1',
      encoding: 'base64',
      key: rewrittenKey((secret) => (secret === '' ? '' : `${secret}&`)),
    }),
  },
  setup: {
    // Fitbit asks twice, with the code and with a wrong one; both answers have to be right.
    challenge: (request, credentials) => {
      const received = field(viewOf(request).query(), 'verify');
      const codes = credentials.map((one) => extraOf(one, 'verificationCode')).filter((code) => code !== undefined);
      if (request.method !== 'GET' || received === undefined || codes.length === 0) return null;
      return codes.some((code) => equalText(code, received))
        ? statusAnswer(204, 'Answered Fitbit’s verification with 204: it sent the stored code.')
        : statusAnswer(
            404,
            'Answered Fitbit’s verification with 404, as it must be: it sent another code than the stored one.',
          );
    },
  },
  sample: {
    body: [
      {
        collectionType: 'activities',
        date: '2026-01-15',
        ownerId: '228S74',
        ownerType: 'user',
        subscriptionId: '1234',
      },
    ],
  },
});
