import { createHash, createHmac } from 'node:crypto';
import type { CapturedRequest } from '../contract/request.ts';
import type { ChallengeAnswer, Credential } from './provider.ts';
import { field } from './reading/form.ts';
import { bodyText, memberAt } from './reading/source.ts';
import { viewOf } from './reading/view.ts';
import { equalText } from './schemes/bytes.ts';
import { extraOf } from './schemes/key.ts';

type Challenge = (request: CapturedRequest, credentials: readonly Credential[]) => ChallengeAnswer | null;

/** Characters of an answer, header values included; every provider's token is far shorter. */
const LIMIT = 8_192;

/** An answer echoes what comes from the network, so a longer one is not given at all. */
export const bounded = (answer: ChallengeAnswer | null): ChallengeAnswer | null =>
  answer === null || answer.headers.reduce((sum, [, value]) => sum + value.length, answer.body.length) > LIMIT
    ? null
    : answer;

/**
 * What may be answered with its HMAC. Whoever knows the address can ask for one, so the text must not be one that a delivery's
 * signature is made over: no JSON, and no `v0:<time>:<body>`.
 */
const SIGNABLE = /^[\w+/=.~ -]{1,512}$/;
/** Braintree signs base64, so its challenge is held to the form that its own library accepts. */
const BRAINTREE_CHALLENGE = /^[0-9a-f]{20,32}$/;

/** An answer in plain text. Never HTML: what is echoed comes from the network. */
export const textAnswer = (body: string, sentence: string): ChallengeAnswer => ({
  status: 200,
  headers: [
    ['Content-Type', 'text/plain; charset=utf-8'],
    ['X-Content-Type-Options', 'nosniff'],
  ],
  body,
  sentence,
});

export const jsonAnswer = (value: object, sentence: string): ChallengeAnswer => ({
  status: 200,
  headers: [
    ['Content-Type', 'application/json'],
    ['X-Content-Type-Options', 'nosniff'],
  ],
  body: JSON.stringify(value),
  sentence,
});

/** An answer that is nothing but its status. */
export const statusAnswer = (status: number, sentence: string): ChallengeAnswer => ({
  status,
  headers: [],
  body: '',
  sentence,
});

/** Echo the query parameter `name` as text. */
export const echoQuery =
  (provider: string, name: string, method?: 'GET' | 'POST'): Challenge =>
  (request) => {
    const value = field(viewOf(request).query(), name);
    if (value === undefined || (method !== undefined && request.method !== method)) return null;
    return textAnswer(value, `Echoed ${provider}’s ${name}.`);
  };

/** A member of the body to be echoed: what is a number stays one, with its digits; undefined where it is no scalar. */
const scalarAt = (request: CapturedRequest, path: string): unknown =>
  bodyText(request, path) === undefined ? undefined : memberAt(viewOf(request).jsonOfAnySize(), path.split('.'));

/** Echo the body's member `name` as JSON when the body's members `when` hold. */
export const echoJson =
  (provider: string, when: Readonly<Record<string, string>>, name: string): Challenge =>
  (request) => {
    const fits = Object.entries(when).every(([path, value]) => bodyText(request, path) === value);
    const value = fits ? scalarAt(request, name) : undefined;
    return value === undefined ? null : jsonAnswer({ [name]: value }, `Echoed ${provider}’s ${name}.`);
  };

/** Answer HEAD with 200, with which some providers ask whether an address exists. */
export const headAnswer =
  (provider: string): Challenge =>
  (request) =>
    request.method === 'HEAD'
      ? statusAnswer(200, `Answered ${provider}’s HEAD request, with which it checks the address.`)
      : null;

/**
 * Meta and Strava: echo hub.challenge, in the form that `answer` makes, when hub.verify_token is the stored verify token (any
 * token where none is stored).
 */
export const hubChallenge =
  (provider: string, answer: (challenge: string, sentence: string) => ChallengeAnswer): Challenge =>
  (request, credentials) => {
    const query = viewOf(request).query();
    const challenge = field(query, 'hub.challenge');
    if (request.method !== 'GET' || challenge === undefined || field(query, 'hub.mode') !== 'subscribe') return null;
    const stored = credentials.map((one) => extraOf(one, 'verifyToken')).filter((token) => token !== undefined);
    const received = field(query, 'hub.verify_token') ?? '';
    if (stored.length > 0 && !stored.some((token) => equalText(token, received)))
      return statusAnswer(403, `${provider}’s verify token is not the stored one, so it got 403.`);
    return answer(challenge, `Echoed ${provider}’s hub.challenge.`);
  };

/** X: `sha256=` and the HMAC of crc_token with the consumer secret. */
export const crcAnswer: Challenge = (request, credentials) => {
  const crc = field(viewOf(request).query(), 'crc_token');
  const secret = credentials[0]?.value;
  if (request.method !== 'GET' || crc === undefined || !SIGNABLE.test(crc) || secret === undefined) return null;
  const mac = createHmac('sha256', secret).update(crc).digest('base64');
  return jsonAnswer({ response_token: `sha256=${mac}` }, 'Answered X’s CRC check with the consumer secret.');
};

/** Zoom: the HMAC of plainToken with the secret token. */
export const zoomAnswer: Challenge = (request, credentials) => {
  const plainToken = bodyText(request, 'payload.plainToken');
  const secret = credentials[0]?.value;
  if (bodyText(request, 'event') !== 'endpoint.url_validation' || secret === undefined) return null;
  if (plainToken === undefined || !SIGNABLE.test(plainToken)) return null;
  const encryptedToken = createHmac('sha256', secret).update(plainToken).digest('hex');
  return jsonAnswer({ plainToken, encryptedToken }, 'Answered Zoom’s URL validation with the secret token.');
};

/** Smartcar: the HMAC of the body's challenge with the management token. */
export const smartcarAnswer: Challenge = (request, credentials) => {
  const type = bodyText(request, 'eventName') ?? bodyText(request, 'eventType');
  const challenge = bodyText(request, 'payload.challenge') ?? bodyText(request, 'data.challenge');
  const secret = credentials[0]?.value;
  if (type?.toUpperCase() !== 'VERIFY' || secret === undefined) return null;
  if (challenge === undefined || !SIGNABLE.test(challenge)) return null;
  const mac = createHmac('sha256', secret).update(challenge).digest('hex');
  return jsonAnswer({ challenge: mac }, 'Answered Smartcar’s VERIFY with the management token.');
};

/** eBay: SHA-256 of challenge code, verification token and the address as registered. */
export const ebayAnswer: Challenge = (request, credentials) => {
  const code = field(viewOf(request).query(), 'challenge_code');
  const token = credentials.map((one) => extraOf(one, 'verificationToken')).find((one) => one !== undefined);
  if (request.method !== 'GET' || code === undefined || token === undefined) return null;
  const address = request.publicUrl.split('?')[0]!;
  const challengeResponse = createHash('sha256').update(code).update(token).update(address, 'latin1').digest('hex');
  return jsonAnswer({ challengeResponse }, 'Answered eBay’s challenge code with the verification token.');
};

/** Echo a body that holds nothing but a challenge, as JSON. */
export const echoChallengeBody =
  (provider: string): Challenge =>
  (request) => {
    const challenge = scalarAt(request, 'challenge');
    if (challenge === undefined || bodyText(request, 'event.type') !== undefined) return null;
    return jsonAnswer({ challenge }, `Echoed ${provider}’s challenge.`);
  };

/** Worldline: echo the header that asks whether the address is ours. */
export const worldlineAnswer: Challenge = (request) => {
  const value = viewOf(request).header('x-gcs-webhooks-endpoint-verification');
  return request.method !== 'GET' || value === undefined
    ? null
    : textAnswer(value, 'Echoed Worldline’s endpoint verification.');
};

/** Braintree: public key and HMAC-SHA1 of bt_challenge with the SHA-1 of the private key. */
export const braintreeAnswer: Challenge = (request, credentials) => {
  const challenge = field(viewOf(request).query(), 'bt_challenge');
  const credential = credentials.find((one) => extraOf(one, 'btPublicKey', 'publicKey') !== undefined);
  if (request.method !== 'GET' || credential === undefined) return null;
  if (challenge === undefined || !BRAINTREE_CHALLENGE.test(challenge)) return null;
  const key = createHash('sha1').update(credential.value, 'utf8').digest();
  const mac = createHmac('sha1', key).update(challenge).digest('hex');
  const publicKey = extraOf(credential, 'btPublicKey', 'publicKey');
  return textAnswer(`${publicKey}|${mac}`, 'Answered Braintree’s challenge with the private key.');
};

/** Xero: an intent to receive is answered 200 when its signature fits, and must be answered 401 when it does not. */
export const xeroAnswer: Challenge = (request, credentials) => {
  const received = viewOf(request).header('x-xero-signature');
  if (received === undefined || credentials.length === 0) return null;
  const events = viewOf(request).jsonOfAnySize();
  const isIntent =
    typeof events === 'object' &&
    events !== null &&
    'events' in events &&
    Array.isArray(events.events) &&
    events.events.length === 0;
  if (!isIntent) return null;
  const fits = credentials.some(({ value }) =>
    equalText(createHmac('sha256', value).update(request.body).digest('base64'), received),
  );
  return fits
    ? statusAnswer(200, 'Answered Xero’s intent to receive: its signature fits.')
    : statusAnswer(401, 'Refused Xero’s intent to receive, as it must be: its signature does not fit.');
};
