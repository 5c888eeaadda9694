import { createHash } from 'node:crypto';
import { parse as parseQuery, stringify as printQuery } from 'node:querystring';
import type { CapturedRequest } from '../../contract/request.ts';
import { SECOND, within } from '../../contract/schedule.ts';
import { field } from '../reading/form.ts';
import { viewOf } from '../reading/view.ts';
import { asRegistered } from '../schemes/as-registered.ts';
import { equalText, wireBytes } from '../schemes/bytes.ts';
import { hmac } from '../schemes/hmac.ts';
import { evidence, invalid } from '../schemes/outcome.ts';
import type { Template } from '../schemes/template.ts';
import { joinUrl, splitUrl } from '../schemes/url-parts.ts';
import { sender } from '../sender.ts';

/** twilio.com, webhooks security: the URL with the sorted form, or for JSON the URL alone with the body's hash in its query. */
const forms = new WeakMap<CapturedRequest, Uint8Array>();

/** Every value of a field once, sorted: Twilio and its libraries take the values of a name as a set. */
function form(request: CapturedRequest): Uint8Array {
  const known = forms.get(request);
  if (known !== undefined) return known;
  const byName = Map.groupBy(viewOf(request).form(), ([name]) => name);
  const texts = [...byName.keys()]
    .sort()
    .flatMap((name) => [...new Set(byName.get(name)!.map(([, value]) => `${name}${value}`))].sort());
  const bytes = Buffer.from(texts.join(''), 'utf8');
  forms.set(request, bytes);
  return bytes;
}

/**
 * The URLs that Twilio's library accepts (twilio-node, validateRequest): as received, then as the URL Standard prints it, then
 * with its query printed by Node's querystring; each without its port and with one.
 */
function urlForms(url: string): readonly string[] {
  const text = Buffer.from(url, 'latin1').toString('utf8');
  const normal = URL.canParse(text) ? new URL(text).href : text;
  const mark = normal.indexOf('?');
  const legacy =
    mark < 0 || mark === normal.length - 1
      ? normal
      : `${normal.slice(0, mark)}?${printQuery(parseQuery(normal.slice(mark + 1)))}`;
  return [...new Set([url, ...[url, normal, legacy].flatMap((one) => [withoutPort(one), withPort(one)])])];
}

function withoutPort(url: string): string {
  const parts = splitUrl(url);
  return parts === null ? url : joinUrl({ ...parts, port: '' });
}

function withPort(url: string): string {
  const parts = splitUrl(url);
  if (parts === null || parts.port !== '') return url;
  return joinUrl({ ...parts, port: parts.scheme.toLowerCase() === 'https://' ? ':443' : ':80' });
}

const bodyHashOf = (request: CapturedRequest): string | undefined => field(viewOf(request).query(), 'bodySHA256');

/** Variants beyond the first, which is the URL as received; at most as many as `urlForms` gives. */
const OTHER_FORMS = [1, 2, 3, 4, 5, 6];

const over =
  (at: number): Template =>
  (request) => {
    const url = urlForms(request.publicUrl)[at];
    if (url === undefined) return null;
    return bodyHashOf(request) === undefined ? Buffer.concat([wireBytes(url), form(request)]) : wireBytes(url);
  };

const scheme = hmac({
  header: 'X-Twilio-Signature',
  algorithm: 'sha1',
  encoding: 'base64',
  name: 'HMAC-SHA1 of {url} and the sorted form (JSON: {url} with bodySHA256), base64',
  signed: over(0),
  variants: OTHER_FORMS.map((at) => ({ signed: over(at) })),
});

export const twilio = sender({
  id: 'twilio',
  name: 'Twilio',
  docsUrl: 'https://www.twilio.com/docs/usage/webhooks/webhooks-security',
  marks: [
    [95, 'header:X-Twilio-Signature'],
    [85, 'header:I-Twilio-Idempotency-Token'],
    [70, 'ua:TwilioProxy'],
  ],
  describe: {
    event: 'body:type | form:SmsStatus | form:MessageStatus | form:CallStatus | form:EventType',
    resource: 'form:MessageSid | form:CallSid | form:SmsSid | body:data.messageSid',
    delivery: 'header:I-Twilio-Idempotency-Token | body:id | body:0.id',
  },
  signature: {
    secretLabel: 'Auth token of the account',
    scheme: asRegistered({
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
    }),
  },
  delivery: {
    source: 'https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides',
    note: 'by default; the address registered may say otherwise in its fragment',
    timeoutMs: 15 * SECOND,
    schedule: within({ retries: 1 }),
  },
  sample: {
    headers: { 'User-Agent': 'TwilioProxy/1.1', 'I-Twilio-Idempotency-Token': '0c3b1d2e-8f4a-4d6b-9c7e-1a2b3c4d5e6f' },
    body: 'AccountSid=AC00&Body=Ahoy+%F0%9F%91%8B&From=%2B14155550100&MessageSid=SM01&SmsStatus=received&To=%2B14155550199',
  },
  samples: () => import('../samples/twilio.json', { with: { type: 'json' } }),
});
