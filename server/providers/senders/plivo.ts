import { viewOf } from '../reading/view.ts';
import { firstCarried } from '../schemes/any-of.ts';
import { asRegistered } from '../schemes/as-registered.ts';
import { wireBytes } from '../schemes/bytes.ts';
import { hmac } from '../schemes/hmac.ts';
import type { Template } from '../schemes/template.ts';
import { sortedForm } from '../schemes/url-and-form.ts';
import { sender } from '../sender.ts';

/** plivo.com, signature validation: V3 signs the address with sorted query and form, V2 the address without its query. */
/** The address with its query sorted and decoded, as plivo-node builds it; form fields follow "." or, without a query, "?". */
const v3String: Template = (request, { id }) => {
  const url = request.publicUrl;
  const mark = url.indexOf('?');
  const base = mark < 0 ? url : url.slice(0, mark);
  const query = [...viewOf(request).query()]
    .sort(([a, x], [b, y]) => (a < b || (a === b && x < y) ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const form = request.method === 'GET' ? Buffer.alloc(0) : sortedForm(request);
  const hasQuery = query !== '';
  const joint = form.length === 0 ? '' : hasQuery ? '.' : '?';
  return Buffer.concat([
    wireBytes(base),
    Buffer.from(`${hasQuery ? `?${query}` : ''}${joint}`, 'utf8'),
    form,
    wireBytes(`.${id}`),
  ]);
};

const v3 = hmac({
  header: ['X-Plivo-Signature-V3', 'X-Plivo-Signature-MA-V3'],
  idHeader: 'X-Plivo-Signature-V3-Nonce',
  separator: ',',
  encoding: 'base64',
  name: 'HMAC-SHA256 of {url, query sorted}, the sorted form and .{nonce}, base64',
  signed: v3String,
});

const v2 = hmac({
  header: ['X-Plivo-Signature-V2', 'X-Plivo-Signature-Ma-V2'],
  idHeader: 'X-Plivo-Signature-V2-Nonce',
  separator: ',',
  encoding: 'base64',
  name: 'HMAC-SHA256 of {url without query}{nonce}, base64',
  signed: (request, { id }) => wireBytes(`${request.publicUrl.split('?')[0]}${id}`),
  note: 'Only the address and a nonce are signed; the body is not protected.',
});

export const plivo = sender({
  id: 'plivo',
  name: 'Plivo',
  docsUrl: 'https://www.plivo.com/docs/voice/concepts/signature-validation/',
  marks: [
    [95, 'header:X-Plivo-Signature-V3'],
    [94, 'header:X-Plivo-Signature-V2'],
  ],
  describe: {
    event: 'form:Event | form:CallStatus | form:Status | query:Event',
    resource: 'form:CallUUID | form:MessageUUID | query:CallUUID',
    delivery: 'form:CallUUID | form:MessageUUID | query:CallUUID',
    group: 'form:CallUUID + form:Event | form:MessageUUID + form:Status',
  },
  signature: {
    secretLabel: 'Auth token of the account',
    scheme: asRegistered(firstCarried(v3, v2)),
  },
  sample: { body: 'CallUUID=97ceeb52-58b6-11e1-86da-77300b68f8bb&From=14150000001&To=14150000002&Event=StartApp' },
});
