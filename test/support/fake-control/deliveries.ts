import { createHash } from 'node:crypto';
import type { Delivery, HeaderLine } from '../../../server/contract/delivery.ts';
import type { Verdict } from '../../../server/contract/verdict.ts';

/** A delivery with its body, as the fake control server keeps it. */
export interface Kept {
  readonly delivery: Delivery;
  readonly body: Buffer;
}

interface Kind {
  readonly method: string;
  readonly path: string;
  readonly provider: string | null;
  readonly event: string | null;
  readonly resource: string | null;
  readonly contentType: string | null;
  readonly body: (id: number) => Buffer;
  readonly verdict: Verdict;
  readonly headers?: readonly HeaderLine[];
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const verdict = (kind: Verdict['kind'], code: string, sentence: string, cause: string | null = null): Verdict => ({
  kind,
  stale: false,
  code,
  sentence,
  cause,
});
const noSecret = verdict('unchecked', 'no-secret', 'Add the signing secret of this endpoint to check the signature.');
const unknown = verdict('unchecked', 'unknown-provider', 'Nothing in this delivery tells which provider sent it.');

const KINDS: readonly Kind[] = [
  {
    method: 'POST',
    path: '/contentful',
    provider: 'contentful',
    event: 'ContentManagement.Entry.publish',
    resource: 'Entry 6KntaYXaHSyIw8M6eo26OK "Doge"',
    contentType: 'application/vnd.contentful.management.v1+json; charset=utf-8',
    body: (id) =>
      json({
        sys: { type: 'Entry', id: '6KntaYXaHSyIw8M6eo26OK', revision: id, createdAt: '2026-11-06T09:45:27.475Z' },
        fields: {
          title: { 'en-US': 'Doge', 'ja-JP': '柴犬' },
          likes: { 'en-US': 9007199254740991 },
          tags: { 'en-US': ['dog', 'shiba', 'meme'] },
          body: { 'en-US': 'such json\nbuch wow 🐕' },
        },
      }),
    verdict: verdict('valid', 'valid', 'The signature fits the stored bytes and the secret “production”.'),
    headers: [
      ['X-Contentful-Topic', 'ContentManagement.Entry.publish'],
      ['X-Contentful-Webhook-Name', 'Rebuild site'],
      ['X-Contentful-Signature', '2b5f5c4c6d1e8a90'],
    ],
  },
  {
    method: 'POST',
    path: '',
    provider: 'contentstack',
    event: 'entry.publish',
    resource: 'entry blt5f3c "Webhook Entry"',
    contentType: 'application/json',
    body: (id) =>
      json({
        module: 'entry',
        event: 'publish',
        api_key: 'blt22',
        data: { entry: { uid: `blt${id}`, title: 'Webhook Entry', locale: 'en-us', _version: 2, tags: [] } },
      }),
    verdict: noSecret,
    headers: [['X-Contentstack-Request-Signature', 'v1=9876543210']],
  },
  {
    method: 'POST',
    path: '/dato?site=12',
    provider: 'datocms',
    event: 'item.update',
    resource: 'item 42',
    contentType: 'application/json',
    body: (id) =>
      json({
        webhook_call_id: String(id),
        event_type: 'update',
        entity_type: 'item',
        entity: { id: '42', type: 'item' },
      }),
    verdict: verdict('unchecked', 'not-signed', 'DatoCMS does not sign its deliveries.'),
    headers: [['Authorization', 'Basic Y2lhbzptaWFv']],
  },
  {
    method: 'POST',
    path: '/github',
    provider: null,
    event: null,
    resource: null,
    contentType: 'application/x-www-form-urlencoded',
    body: () => Buffer.from('payload=%7B%22ref%22%3A%22main%22%7D&name=Ana+L%C3%B3pez&name=twice&bad=%zz'),
    verdict: unknown,
  },
  {
    method: 'PUT',
    path: '/upload',
    provider: null,
    event: null,
    resource: null,
    contentType: 'multipart/form-data; boundary=XyZ',
    body: () =>
      Buffer.concat([
        Buffer.from(
          '--XyZ\r\nContent-Disposition: form-data; name="note"\r\n\r\nhello \u202egnp.exe\r\n--XyZ\r\nContent-Disposition: form-data; name="file"; filename="dot.png"\r\nContent-Type: image/png\r\n\r\n',
        ),
        PNG,
        Buffer.from('\r\n--XyZ--\r\n'),
      ]),
    verdict: unknown,
  },
  {
    method: 'POST',
    path: '/soap',
    provider: null,
    event: null,
    resource: null,
    contentType: 'text/xml; charset=utf-8',
    body: (id) =>
      Buffer.from(
        `<?xml version="1.0"?><order id="${id}"><line sku="A-1" qty="2"/><line sku="B-7" qty="1"><note>fragile &amp; cold</note></line></order>`,
      ),
    verdict: unknown,
  },
  {
    method: 'POST',
    path: '/stripe',
    provider: 'stripe',
    event: 'invoice.payment_failed',
    resource: 'invoice in_1Nx "Q4"',
    contentType: 'application/json',
    body: () =>
      json({ id: 'evt_1', type: 'invoice.payment_failed', data: { object: { amount_due: 1200, currency: 'eur' } } }),
    verdict: verdict(
      'invalid',
      'signature-differs',
      'The signature does not fit: the body was re-printed on its way.',
      'body-reserialised',
    ),
    headers: [['Stripe-Signature', 't=1700000000,v1=aa']],
  },
];

/** A red dot, 1 by 1. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==',
  'base64',
);

/** Delivery number `id` as one of the kinds in turn. */
export function makeDelivery(id: number, endpointId: number, slug: string, atMs: number): Kept {
  const kind = KINDS[id % KINDS.length] as Kind;
  const body = kind.body(id);
  const target = `/e/${slug}${kind.path}`;
  return custom(
    { id, endpointId, atMs, method: kind.method, target, body, contentType: kind.contentType },
    {
      provider: kind.provider,
      event: kind.event,
      resource: kind.resource,
      verdict: kind.verdict,
      headers: [
        ['Host', '127.0.0.1:7420'],
        ...(kind.contentType === null ? [] : [['Content-Type', kind.contentType] satisfies HeaderLine]),
        ['Content-Length', String(body.length)],
        ['User-Agent', 'Example/1.0 (caf\xc3\xa9)'],
        ...(kind.headers ?? []),
        ['X-Trace', 'a'],
        ['x-trace', 'b'],
      ],
      lastAttempt:
        id % 3 === 0
          ? { id, outcome: 'answered', status: id % 2 === 0 ? 200 : 500 }
          : id % 11 === 0
            ? { id, outcome: 'failed', status: null }
            : null,
      duplicate: id % 13 === 0 ? 3 : 1,
      pinned: id % 17 === 0,
    },
  );
}

interface Basics {
  readonly id: number;
  readonly endpointId: number;
  readonly atMs: number;
  readonly method: string;
  readonly target: string;
  readonly body: Buffer;
  readonly contentType: string | null;
}

/** A delivery with anything in it; `more` replaces what is made up otherwise. */
export function custom(
  { id, endpointId, atMs, method, target, body, contentType }: Basics,
  more: Partial<Delivery> = {},
): Kept {
  const delivery: Delivery = {
    id,
    endpointId,
    at: atMs,
    method,
    target,
    contentType,
    sizeBytes: body.length,
    sha256: createHash('sha256').update(body).digest('hex'),
    provider: null,
    event: null,
    resource: null,
    deliveryKey: null,
    attempt: null,
    duplicate: 1,
    verdict: unknown,
    flags: [],
    replyStatus: 200,
    pinned: false,
    note: '',
    lastAttempt: null,
    fullTarget: target,
    httpVersion: '1.1',
    headers: [],
    trailers: [],
    remoteAddress: '127.0.0.1',
    declaredSizeBytes: body.length,
    publicUrl: `http://127.0.0.1:7420${target}`,
    malformedReason: null,
    tunnel: null,
    challenge: null,
    confirmation: null,
    ...more,
  };
  return { delivery, body };
}
