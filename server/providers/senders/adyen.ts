import { createHmac } from 'node:crypto';
import type { CapturedRequest } from '../../contract/request.ts';
import { ANY_2XX, HOUR, MINUTE, SECOND, waits } from '../../contract/schedule.ts';
import { exactJson, hasMembers, printedJson } from '../reading/exact-json.ts';
import { asText, memberAt } from '../reading/source.ts';
import { viewOf } from '../reading/view.ts';
import { firstCarried } from '../schemes/any-of.ts';
import { equalText } from '../schemes/bytes.ts';
import { spend } from '../schemes/effort.ts';
import { hmac } from '../schemes/hmac.ts';
import { hexKey } from '../schemes/key.ts';
import { badCredential, evidence, fitting, invalid } from '../schemes/outcome.ts';
import type { Scheme } from '../schemes/scheme.ts';
import { sender } from '../sender.ts';

/** docs.adyen.com, verify HMAC signatures: classic notifications carry theirs in the body, platform webhooks in a header. */
const NAME = 'HMAC-SHA256 of eight fields of NotificationRequestItem, base64';
const NOTE =
  'Only eight fields are signed (reference, merchant, amount, event, success); everything else in the body is not protected.';

type Item = Readonly<Record<string, unknown>>;

/** Items of the JSON, wrapped or bare, or the one item of a form. */
function itemsOf(request: CapturedRequest): readonly Item[] {
  const view = viewOf(request);
  const body = view.jsonOfAnySize();
  const list = memberAt(body, ['notificationItems']);
  const entries = Array.isArray(list) ? list.slice(0, 100) : [body];
  const items = entries.map((entry) => memberAt(entry, ['NotificationRequestItem']) ?? entry);
  return [...items.filter(isItem), ...formItem(new Map(view.form()))];
}

const isItem = (item: unknown): item is Item => hasMembers(item) && 'pspReference' in item;

/** Adyen can send the same fields as a form, with the amount and the additional data flattened. */
function formItem(form: ReadonlyMap<string, string>): readonly Item[] {
  const hmacSignature = form.get('additionalData.hmacSignature');
  if (hmacSignature === undefined) return [];
  const amount = { value: form.get('value'), currency: form.get('currency') };
  return [{ ...Object.fromEntries(form), amount, additionalData: { hmacSignature } }];
}

const FIELDS = [
  'pspReference',
  'originalReference',
  'merchantAccountCode',
  'merchantReference',
  'amount.value',
  'amount.currency',
  'eventCode',
  'success',
];

const signedString = (item: Item): string =>
  FIELDS.map((path) => asText(memberAt(item, path.split('.'))) ?? '').join(':');

/** Every item of a batch is signed on its own, and all must fit. */
const inBody: Scheme = {
  name: NAME,
  proves: 'bytes',
  carried: (request) =>
    itemsOf(request).some((item) => memberAt(item, ['additionalData', 'hmacSignature']) !== undefined),
  check: (request, credential, nowMs) => {
    const items = itemsOf(request);
    if (items.length === 0)
      return invalid('missing-header', 'The body has no notificationItems, in which Adyen signs.', evidence(NAME));
    const key = hexKey.keys(credential)?.[0];
    if (key === undefined) return badCredential(NAME, 'The HMAC key of Adyen is hex.');
    let last = evidence(NAME);
    for (const item of items) {
      const received = asText(memberAt(item, ['additionalData', 'hmacSignature'])) ?? null;
      const signed = Buffer.from(signedString(item), 'utf8');
      spend(signed);
      last = evidence(NAME, { signed, received, expected: createHmac('sha256', key).update(signed).digest('base64') });
      if (received === null) return invalid('missing-header', 'An item has no additionalData.hmacSignature.', last);
      if (!equalText(received, last.expected ?? ''))
        return invalid('signature-differs', 'The signature of an item does not fit its fields and this key.', last);
    }
    return fitting(last, NOTE, nowMs, null);
  },
  sign: (request, credential) => {
    const key = hexKey.keys(credential)?.[0] ?? new Uint8Array(1);
    const text = viewOf(request).jsonText();
    const body = text === undefined ? undefined : exactJson(text);
    const list = memberAt(body, ['notificationItems']);
    for (const entry of Array.isArray(list) ? list : []) {
      const item = memberAt(entry, ['NotificationRequestItem']);
      if (!hasMembers(item)) continue;
      const known = memberAt(item, ['additionalData']);
      const hmacSignature = createHmac('sha256', key)
        .update(signedString(item as Item))
        .digest('base64');
      Object.assign(item, { additionalData: { ...(hasMembers(known) ? known : {}), hmacSignature } });
    }
    return body === undefined
      ? platforms.sign!(request, credential, 0)
      : { headers: [], body: Buffer.from(printedJson(body) ?? '', 'utf8') };
  },
};

const platforms = hmac({ header: 'HmacSignature', encoding: 'base64', key: hexKey });

export const adyen = sender({
  id: 'adyen',
  name: 'Adyen',
  docsUrl: 'https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures',
  marks: [
    [95, 'body:notificationItems.0.NotificationRequestItem'],
    [90, 'header:HmacSignature'],
  ],
  describe: {
    event: 'body:notificationItems.0.NotificationRequestItem.eventCode | body:type',
    resource: 'body:notificationItems.0.NotificationRequestItem.merchantReference | body:data.id',
    delivery:
      'body:notificationItems.0.NotificationRequestItem.pspReference + body:notificationItems.0.NotificationRequestItem.eventCode | body:data.id',
  },
  signature: {
    secretLabel: 'HMAC key (hex)',
    scheme: firstCarried(inBody, platforms),
  },
  delivery: {
    source: 'https://docs.adyen.com/development-resources/webhooks/troubleshoot',
    note: 'the retry queue goes on at the last wait for up to 30 days',
    timeoutMs: 10 * SECOND,
    schedule: waits(
      ...[9 * SECOND, 9 * SECOND, 9 * SECOND, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE],
      ...[HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR],
    ),
    accepted: ANY_2XX,
  },
  sample: {
    body: {
      live: 'false',
      notificationItems: [
        {
          NotificationRequestItem: {
            pspReference: '7914073381342284',
            merchantAccountCode: 'TestMerchant',
            merchantReference: 'TestPayment-1407325143704',
            amount: { value: 1130, currency: 'EUR' },
            eventCode: 'AUTHORISATION',
            eventDate: '2026-01-15T12:00:00+01:00',
            success: 'true',
          },
        },
      ],
    },
  },
  samples: () => import('../samples/adyen.json', { with: { type: 'json' } }),
});
