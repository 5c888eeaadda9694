import { hmac } from '../schemes/hmac.ts';
import { extraOf, type KeyRule } from '../schemes/key.ts';
import { sender } from '../sender.ts';

/** api.surveymonkey.com, webhooks: the key is client id and client secret joined by an ampersand. */
const pairKey: KeyRule = {
  wants: '`client_id&client_secret`, or the secret with the extra `clientId`',
  keys: (credential) => {
    const clientId = extraOf(credential, 'clientId');
    const text = clientId === undefined ? credential.value : `${clientId}&${credential.value}`;
    return credential.value === '' ? null : [Buffer.from(text, 'ascii')];
  },
};

export const surveymonkey = sender({
  id: 'surveymonkey',
  name: 'SurveyMonkey',
  docsUrl: 'https://api.surveymonkey.com/v3/docs#webhooks',
  confidence: 'likely',
  marks: [
    [95, 'header:Sm-Signature'],
    [90, 'header:Sm-Apikey'],
  ],
  describe: {
    event: 'body:event_type',
    resource: 'body:object_type + body:object_id',
    delivery: 'body:event_id',
  },
  signature: {
    secretLabel: 'client_id&client_secret',
    extras: [{ name: 'clientId', label: 'Client id' }],
    scheme: hmac({ header: 'Sm-Signature', algorithm: 'sha1', encoding: 'base64', key: pairKey }),
  },
  sample: {
    body: {
      name: 'My Webhook',
      event_type: 'response_completed',
      object_type: 'response',
      object_id: '123456',
      event_id: '123456',
    },
  },
});
