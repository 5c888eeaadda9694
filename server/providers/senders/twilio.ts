import { createHash } from 'node:crypto';
import type { CapturedRequest } from '../../contract/delivery.ts';
import { field } from '../reading/form.ts';
import { viewOf } from '../reading/view.ts';
import { equalText, wireBytes } from '../schemes/bytes.ts';
import { hmac } from '../schemes/hmac.ts';
import { evidence, invalid } from '../schemes/outcome.ts';
import { urlAndForm } from '../schemes/url-and-form.ts';
import { sender } from '../sender.ts';

/** twilio.com, webhooks security: the URL with the sorted form, or for JSON the URL alone with the body's hash in its query. */
/** Twilio's library tries the URL with and without the port. */
function withPort(url: string): string | null {
  const match = /^(https?):\/\/([^/?#:]+)(:\d+)?(.*)$/s.exec(url);
  if (match === null) return null;
  const [, scheme, host, port, rest] = match;
  return port === undefined
    ? `${scheme}://${host}:${scheme === 'https' ? 443 : 80}${rest}`
    : `${scheme}://${host}${rest}`;
}

const bodyHashOf = (request: CapturedRequest): string | undefined => field(viewOf(request).query(), 'bodySHA256');

const over = (request: CapturedRequest, url: string): Uint8Array =>
  bodyHashOf(request) === undefined ? urlAndForm(request, url) : wireBytes(url);

const scheme = hmac({
  header: 'X-Twilio-Signature',
  algorithm: 'sha1',
  encoding: 'base64',
  name: 'HMAC-SHA1 of {url} and the sorted form (JSON: {url} with bodySHA256), base64',
  signed: (request) => over(request, request.publicUrl),
  variants: [
    {
      signed: (request) => {
        const other = withPort(request.publicUrl);
        return other === null ? null : over(request, other);
      },
    },
  ],
});

export const twilio = sender({
  id: 'twilio',
  name: 'Twilio',
  docsUrl: 'https://www.twilio.com/docs/usage/webhooks/webhooks-security',
  secretLabel: 'Auth token of the account',
  marks: [
    [95, 'header:X-Twilio-Signature'],
    [85, 'header:I-Twilio-Idempotency-Token'],
    [70, 'ua:TwilioProxy'],
  ],
  event: 'body:type | form:SmsStatus | form:MessageStatus | form:CallStatus | form:EventType',
  resource: 'form:MessageSid | form:CallSid | form:SmsSid | body:data.messageSid',
  delivery: 'header:I-Twilio-Idempotency-Token | body:id | body:0.id',
  scheme: {
    ...scheme,
    check: (request, credential, nowMs) => {
      const check = scheme.check(request, credential, nowMs);
      const stated = bodyHashOf(request);
      if (check.kind !== 'valid' || stated === undefined) return check;
      if (equalText(stated.toLowerCase(), createHash('sha256').update(request.body).digest('hex'))) return check;
      return invalid(
        'body-changed',
        'The signature fits the address, but its bodySHA256 belongs to another body.',
        evidence(scheme.name, check.evidence),
      );
    },
  },
  sample: {
    headers: { 'User-Agent': 'TwilioProxy/1.1', 'I-Twilio-Idempotency-Token': '0c3b1d2e-8f4a-4d6b-9c7e-1a2b3c4d5e6f' },
    body: 'AccountSid=AC00&Body=Ahoy+%F0%9F%91%8B&From=%2B14155550100&MessageSid=SM01&SmsStatus=received&To=%2B14155550199',
  },
});
