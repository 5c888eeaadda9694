import { createHash, createHmac } from 'node:crypto';
import type { Endpoint } from '../../server/contract/endpoint.ts';
import type { Sent } from './signed-delivery.ts';

export const SECRET = 'the-signing-secret';
const hmac = (algorithm: string, key: string | Buffer, text: string) => createHmac(algorithm, key).update(text);
export const json = (value: unknown): Sent => ({
  headers: [['Content-Type', 'application/json']],
  body: JSON.stringify(value),
});
export const get = (pathAndQuery: string, ...headers: NonNullable<Sent['headers']>): Sent => ({
  method: 'GET',
  pathAndQuery,
  headers,
});

interface Answer {
  readonly status?: number;
  readonly body?: string | ((endpoint: Endpoint) => string);
  readonly header?: string;
}
export interface Setup {
  readonly provider: string;
  readonly what?: string;
  readonly sent: Sent;
  readonly answer: Answer;
  readonly extra?: Record<string, string>;
  /** Words of what the delivery says of its answer. */
  readonly says: string;
}

const FITBIT_CODE = '0a1b2c3d'.repeat(8);
const DROPBOX_TEST = '{"event":{"event_type":"callback_test","event_time":"1768478400","event_hash":"5eb8"}}';
const XERO_INTENT = '{"events":[],"firstEventSequence":0,"lastEventSequence":0}';

/** Set-up requests as their providers send them, of all that can be answered without going out to the network. */
export const SETUPS: readonly Setup[] = [
  {
    provider: 'slack',
    sent: json({ token: 't', challenge: '3eZbrw1aB', type: 'url_verification' }),
    answer: { body: '{"challenge":"3eZbrw1aB"}' },
    says: 'Slack',
  },
  {
    provider: 'zoom',
    sent: json({ event: 'endpoint.url_validation', payload: { plainToken: 'qgg8vlvZRS6UYooatFL8Aw' } }),
    answer: {
      body: JSON.stringify({
        plainToken: 'qgg8vlvZRS6UYooatFL8Aw',
        encryptedToken: hmac('sha256', SECRET, 'qgg8vlvZRS6UYooatFL8Aw').digest('hex'),
      }),
    },
    says: 'Zoom',
  },
  {
    provider: 'x-twitter',
    sent: get('?crc_token=abc&nonce=1'),
    answer: { body: JSON.stringify({ response_token: `sha256=${hmac('sha256', SECRET, 'abc').digest('base64')}` }) },
    says: 'CRC',
  },
  {
    provider: 'meta',
    sent: get('?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=meatyhamhock'),
    extra: { verifyToken: 'meatyhamhock' },
    answer: { body: '1158201444' },
    says: 'hub.challenge',
  },
  {
    provider: 'meta',
    what: 'with another verify token',
    sent: get('?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=guess'),
    extra: { verifyToken: 'meatyhamhock' },
    answer: { status: 403, body: '' },
    says: 'verify token',
  },
  {
    provider: 'microsoft-graph',
    sent: { ...get('?validationToken=Validation%3A%20Testing%20client'), method: 'POST' },
    answer: { body: 'Validation: Testing client' },
    says: 'Microsoft Graph',
  },
  {
    provider: 'okta',
    sent: get('', ['X-Okta-Verification-Challenge', 'zd8-challenge']),
    answer: { body: '{"verification":"zd8-challenge"}' },
    says: 'Okta',
  },
  { provider: 'dropbox', sent: get('?challenge=abc123'), answer: { body: 'abc123' }, says: 'Dropbox' },
  {
    provider: 'discord',
    sent: {
      headers: [
        ['X-Signature-Ed25519', 'ab'.repeat(64)],
        ['X-Signature-Timestamp', '1768478400'],
      ],
      body: '{"type":1}',
    },
    answer: { body: '{"type":1}' },
    says: 'PING',
  },
  {
    provider: 'asana',
    sent: { headers: [['X-Hook-Secret', 'b537207f20cbfa02357cf448134da559']], body: '{}' },
    answer: { body: '', header: 'X-Hook-Secret: b537207f20cbfa02357cf448134da559' },
    says: 'this handshake’s secret is not the stored one',
  },
  { provider: 'trello', sent: { method: 'HEAD' }, answer: {}, says: 'HEAD' },
  {
    provider: 'twitch',
    sent: {
      headers: [
        ['Twitch-Eventsub-Message-Type', 'webhook_callback_verification'],
        ['Content-Type', 'application/json'],
      ],
      body: '{"challenge":"pogchamp-kappa-360noscope","subscription":{}}',
    },
    answer: { body: 'pogchamp-kappa-360noscope' },
    says: 'Twitch',
  },
  {
    provider: 'notion',
    sent: json({ verification_token: 'secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl' }),
    answer: { body: '' },
    says: 'this handshake’s secret is not the stored one',
  },
  {
    provider: 'ebay',
    sent: get('?challenge_code=a8628072'),
    extra: { verificationToken: 'a-token-of-at-least-32-characters-xx' },
    answer: {
      body: ({ url }) => {
        const text = `a8628072a-token-of-at-least-32-characters-xx${url}`;
        return JSON.stringify({ challengeResponse: createHash('sha256').update(text).digest('hex') });
      },
    },
    says: 'eBay',
  },
  {
    provider: 'xero',
    what: 'with a signature that fits',
    sent: { headers: [['x-xero-signature', hmac('sha256', SECRET, XERO_INTENT).digest('base64')]], body: XERO_INTENT },
    answer: { body: '' },
    says: 'intent to receive',
  },
  {
    provider: 'xero',
    what: 'with one that does not',
    sent: { headers: [['x-xero-signature', hmac('sha256', 'else', XERO_INTENT).digest('base64')]], body: XERO_INTENT },
    answer: { status: 401, body: '' },
    says: 'Refused',
  },
  {
    provider: 'worldline',
    sent: get('', ['X-GCS-Webhooks-Endpoint-Verification', '6ea2f6ac-0001']),
    answer: { body: '6ea2f6ac-0001' },
    says: 'Worldline',
  },
  {
    provider: 'monday',
    sent: json({ challenge: '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkv' }),
    answer: { body: '{"challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkv"}' },
    says: 'monday',
  },
  {
    provider: 'braintree',
    sent: get('?bt_challenge=20f9f8ed05f77439fe955c977e4c8a53'),
    extra: { btPublicKey: 'integration_public_key' },
    answer: {
      body: `integration_public_key|${hmac('sha1', createHash('sha1').update(SECRET).digest(), '20f9f8ed05f77439fe955c977e4c8a53').digest('hex')}`,
    },
    says: 'Braintree',
  },
  {
    provider: 'smartcar',
    sent: json({ eventName: 'verify', payload: { challenge: 'abc-def' } }),
    answer: { body: JSON.stringify({ challenge: hmac('sha256', SECRET, 'abc-def').digest('hex') }) },
    says: 'VERIFY',
  },
  { provider: 'mandrill', sent: { method: 'HEAD' }, answer: {}, says: 'HEAD' },
  { provider: 'onfleet', sent: get('?check=example'), answer: { body: 'example' }, says: 'Onfleet' },
  {
    provider: 'strava',
    sent: get('?hub.verify_token=STRAVA&hub.challenge=15f7d1a91c1f40f8a748fd134752feb3&hub.mode=subscribe'),
    extra: { verifyToken: 'STRAVA' },
    answer: { body: '{"hub.challenge":"15f7d1a91c1f40f8a748fd134752feb3"}' },
    says: 'Strava',
  },
  {
    provider: 'strava',
    what: 'with another verify token',
    sent: get('?hub.verify_token=guess&hub.challenge=15f7d1a91c1f40f8a748fd134752feb3&hub.mode=subscribe'),
    extra: { verifyToken: 'STRAVA' },
    answer: { status: 403, body: '' },
    says: 'verify token',
  },
  {
    provider: 'fitbit',
    sent: get(`?verify=${FITBIT_CODE}`),
    extra: { verificationCode: FITBIT_CODE },
    answer: { status: 204, body: '' },
    says: 'Fitbit',
  },
  {
    provider: 'fitbit',
    what: 'with the wrong code that it sends as well',
    sent: get(`?verify=${'0f'.repeat(32)}`),
    extra: { verificationCode: FITBIT_CODE },
    answer: { status: 404, body: '' },
    says: '404',
  },
  {
    provider: 'linkedin',
    sent: get('?challengeCode=890e4665-4dfe-4ab1-b689-ed553bceeed0&applicationId=sample'),
    answer: {
      body: JSON.stringify({
        challengeCode: '890e4665-4dfe-4ab1-b689-ed553bceeed0',
        challengeResponse: hmac('sha256', SECRET, '890e4665-4dfe-4ab1-b689-ed553bceeed0').digest('hex'),
      }),
    },
    says: 'LinkedIn',
  },
  ...['subscribe', 'unsubscribe'].map((mode) => ({
    provider: 'websub',
    what: `to ${mode}`,
    sent: get(
      `?hub.mode=${mode}&hub.topic=https%3A%2F%2Fa.example%2Ffeed&hub.challenge=3eZbrw1aB&hub.lease_seconds=864000`,
    ),
    extra: { topic: 'https://a.example/feed' },
    answer: { body: '3eZbrw1aB' },
    says: mode,
  })),
  {
    provider: 'websub',
    what: 'of another topic',
    sent: get('?hub.mode=subscribe&hub.topic=https%3A%2F%2Fb.example%2Ffeed&hub.challenge=3eZbrw1aB'),
    extra: { topic: 'https://a.example/feed' },
    answer: { status: 404, body: '' },
    says: 'topic',
  },
  ...['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'].map((type) => ({
    provider: 'dropbox-sign',
    what: `in ${type}`,
    sent: {
      headers: [['Content-Type', type] as const],
      body: type.startsWith('multipart')
        ? `--x\r\nContent-Disposition: form-data; name="json"\r\n\r\n${DROPBOX_TEST}\r\n--x--\r\n`
        : new URLSearchParams({ json: DROPBOX_TEST }).toString(),
    },
    answer: { body: 'Hello API Event Received' },
    says: 'Dropbox Sign',
  })),
  {
    provider: 'front',
    sent: {
      headers: [
        ['X-Front-Challenge', '7c211433f02071597741e6ff5a8ea34789abbf43'],
        ['X-Front-Request-Timestamp', '1768478400000'],
        ['X-Front-Signature', 'bm8='],
        ['Content-Type', 'application/json'],
      ],
      body: '{"type":"sync","authorization":{"id":"cmp_abc"}}',
    },
    answer: { body: '{"challenge":"7c211433f02071597741e6ff5a8ea34789abbf43"}' },
    says: 'Front',
  },
  {
    provider: 'smartsheet',
    sent: {
      headers: [
        ['Smartsheet-Hook-Challenge', 'd78dd1d3-01ce-4481-81ac-a6d3e2f1b8c4'],
        ['Content-Type', 'application/json'],
      ],
      body: '{"challenge":"d78dd1d3-01ce-4481-81ac-a6d3e2f1b8c4","webhookId":4503604829677444}',
    },
    answer: {
      body: '{"smartsheetHookResponse":"d78dd1d3-01ce-4481-81ac-a6d3e2f1b8c4"}',
      header: 'Smartsheet-Hook-Response: d78dd1d3-01ce-4481-81ac-a6d3e2f1b8c4',
    },
    says: 'Smartsheet',
  },
  {
    provider: 'nylas',
    sent: get('?challenge=bc609b38-c81f-47fb-a275-1d9bd61be968'),
    answer: { body: 'bc609b38-c81f-47fb-a275-1d9bd61be968' },
    says: 'Nylas',
  },
  {
    provider: 'azure-event-grid',
    what: 'with the schema of CloudEvents',
    sent: {
      method: 'OPTIONS',
      headers: [
        ['WebHook-Request-Origin', 'eventgrid.azure.net'],
        ['WebHook-Request-Rate', '120'],
      ],
    },
    answer: { body: '', header: 'WebHook-Allowed-Origin: eventgrid.azure.net' },
    says: 'eventgrid.azure.net',
  },
];
