import { createHmac } from 'node:crypto';
import type { CapturedRequest } from '../../contract/request.ts';
import { HOUR, MINUTE, waits } from '../../contract/schedule.ts';
import { printedJson } from '../reading/exact-json.ts';
import { field } from '../reading/form.ts';
import { asText, memberAt } from '../reading/source.ts';
import { type View, viewOf } from '../reading/view.ts';
import { equalText } from '../schemes/bytes.ts';
import { hmacIn } from '../schemes/hmac.ts';
import { evidence, invalid } from '../schemes/outcome.ts';
import type { Wrapper } from '../schemes/wrapper.ts';
import { sender } from '../sender.ts';

/** documentation.mailgun.com, securing webhooks: only time and token are signed, in the JSON or in the form of a route. */
const NOTE = 'Only timestamp and token are signed; the event data is not protected.';

const part = (view: View, block: string, name: string): string | undefined =>
  asText(memberAt(view.jsonOfAnySize(), [block, name])) ??
  (block === 'signature' ? field(view.form(), name) : undefined);

const wrapper: Wrapper = {
  names: ['signature'],
  carried: (view) => part(view, 'signature', 'signature') !== undefined,
  read: (view, scheme) => {
    const signature = part(view, 'signature', 'signature');
    const timestamp = part(view, 'signature', 'timestamp');
    const id = part(view, 'signature', 'token');
    if (signature === undefined || timestamp === undefined || id === undefined)
      return invalid(
        'missing-header',
        'The body has no signature with timestamp, token and signature.',
        evidence(scheme),
      );
    return { signatures: [signature], timestamp, id };
  },
  write: ({ signature, timestamp, id }, request) => {
    const view = viewOf(request);
    const block = { timestamp, token: id, signature };
    const json = view.jsonOfAnySize();
    if (typeof json === 'object' && json !== null)
      return { headers: [], body: Buffer.from(printedJson({ ...json, signature: block }) ?? '', 'utf8') };
    const form = new URLSearchParams(
      view
        .form()
        .filter(([name]) => !(name in block))
        .map(([name, value]): [string, string] => [name, value]),
    );
    for (const [name, value] of Object.entries(block)) form.append(name, value);
    return { headers: [], body: Buffer.from(form.toString(), 'utf8') };
  },
};

const own = hmacIn(wrapper, {
  name: 'HMAC-SHA256 of {timestamp}{id}, hex',
  // Both come from JSON or a form, so they are text and no bytes of a header.
  signed: (_, { timestamp, id }) => Buffer.from(`${timestamp}${id}`, 'utf8'),
  time: { unit: 's', toleranceS: null },
  note: NOTE,
});

/** Events of a subaccount are also signed with the key of the parent account. */
function parentFits(request: CapturedRequest, secret: string): boolean {
  const view = viewOf(request);
  const [timestamp, id, stated] = ['timestamp', 'token', 'signature'].map((name) =>
    part(view, 'parent-signature', name),
  );
  if (timestamp === undefined || id === undefined || stated === undefined) return false;
  return equalText(stated, createHmac('sha256', secret).update(`${timestamp}${id}`).digest('hex'));
}

export const mailgun = sender({
  id: 'mailgun',
  name: 'Mailgun',
  docsUrl: 'https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks',
  marks: [
    [88, 'body:signature.token', 'body:event-data'],
    [80, 'ua:mailgun/', 'form:token'],
    [65, 'form:token', 'form:signature', 'form:timestamp', 'form:recipient'],
  ],
  describe: {
    event: 'body:event-data.event | form:event | text:route',
    resource: 'body:event-data.recipient | form:recipient',
    delivery: 'body:event-data.id | body:signature.token | form:token',
  },
  signature: {
    secretLabel: 'HTTP webhook signing key',
    scheme: {
      ...own,
      check: (request, credential, nowMs) => {
        const check = own.check(request, credential, nowMs);
        if (check.kind !== 'invalid' || check.code !== 'signature-differs' || !parentFits(request, credential.value))
          return check;
        return {
          kind: 'valid',
          stale: false,
          note: `It fits the parent account’s key. ${NOTE}`,
          evidence: check.evidence,
        };
      },
    },
  },
  delivery: {
    source: 'https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/webhook-retries',
    schedule: waits(5 * MINUTE, 10 * MINUTE, 15 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR),
    accepted: [[200, 200]],
    final: [[406, 406]],
  },
  sample: {
    headers: { 'User-Agent': 'mailgun/treq-22.10.0' },
    body: { 'event-data': { event: 'delivered', id: 'CPgfbmQMTCKtHW6uIWtuVe', recipient: 'alice@example.com' } },
  },
  samples: () => import('../samples/mailgun.json', { with: { type: 'json' } }),
});
