import { field } from '../reading/form.ts';
import { viewOf } from '../reading/view.ts';
import { hmacIn } from '../schemes/hmac.ts';
import { pairsWrapper } from '../schemes/pairs.ts';
import type { Template } from '../schemes/template.ts';
import { sender } from '../sender.ts';

/** mercadopago.com/developers: a manifest of the query's data.id, the request id and the time; not of the body. */
const wrapper = pairsWrapper({ header: 'x-signature', timeName: 'ts' });

/** Parts that the request does not have, or has empty, are left out. */
const manifest =
  (spell: (id: string) => string): Template =>
  (request, { timestamp }) => {
    const view = viewOf(request);
    const id = (field(view.query(), 'data.id') ?? field(view.query(), 'id') ?? '').trim();
    const requestId = (view.header('x-request-id') ?? '').trim();
    const parts = [
      id === '' ? '' : `id:${spell(id)};`,
      requestId === '' ? '' : `request-id:${requestId};`,
      `ts:${timestamp};`,
    ];
    return Buffer.from(parts.join(''), 'utf8');
  };

export const mercadoPago = sender({
  id: 'mercado-pago',
  name: 'Mercado Pago',
  docsUrl: 'https://www.mercadopago.com/developers/en/docs/your-integrations/notifications/webhooks',
  marks: [
    [95, 'ua:MercadoPago'],
    [85, 'header:x-signature^=ts=', 'header:x-request-id'],
  ],
  describe: {
    event: 'body:action | query:type',
    resource: 'body:type + body:data.id | query:data.id',
    delivery: 'body:id | header:x-request-id',
  },
  signature: {
    secretLabel: 'Secret signature of the application',
    scheme: hmacIn(wrapper, {
      name: 'HMAC-SHA256 of id:{data.id};request-id:{x-request-id};ts:{timestamp};, hex',
      signed: manifest((id) => id.toLowerCase()),
      // The document wants the id in small letters; Mercado Pago's own library takes it as it stands.
      variants: [{ signed: manifest((id) => id) }],
      time: { unit: 's-or-ms', toleranceS: 300 },
      note: 'Only data.id, x-request-id and the time are signed; the body is not protected.',
    }),
  },
  sample: {
    pathAndQuery: '?data.id=123456789&type=payment',
    headers: {
      'User-Agent': 'MercadoPago WebHook v1.0 payment',
      'x-request-id': '5f3f0b3e-2c1d-4e5f-8a9b-0c1d2e3f4a5b',
    },
    body: {
      action: 'payment.updated',
      api_version: 'v1',
      data: { id: '123456789' },
      id: 126519283,
      live_mode: true,
      type: 'payment',
    },
  },
});
