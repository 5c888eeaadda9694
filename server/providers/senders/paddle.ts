import { DAY, SECOND, within } from '../../contract/schedule.ts';
import { field } from '../reading/form.ts';
import { viewOf } from '../reading/view.ts';
import { evidence, invalid } from '../schemes/outcome.ts';
import { pairs } from '../schemes/pairs.ts';
import { privateKeyOf, rsa } from '../schemes/public-key-scheme.ts';
import type { Wrapper } from '../schemes/wrapper.ts';
import { sender } from '../sender.ts';
import { phpSerialize } from './paddle-php.ts';

/** developer.paddle.com: Billing signs in a header, within five seconds; Classic in a form, with RSA-SHA1 of PHP's serialize(). */
const billing = pairs({
  header: 'Paddle-Signature',
  timeName: 'ts',
  signatureName: 'h1',
  separator: ';',
  signed: '{timestamp}:{body}',
  time: { unit: 's', toleranceS: 5 },
});

const inForm: Wrapper = {
  names: ['p_signature'],
  carried: (view) => field(view.form(), 'p_signature') !== undefined,
  read: (view, scheme) => {
    const signature = field(view.form(), 'p_signature');
    if (signature === undefined) return invalid('missing-header', 'The form has no p_signature.', evidence(scheme));
    return { signatures: [signature], timestamp: null, id: null };
  },
  write: ({ signature }, request) => {
    const form = new URLSearchParams(
      viewOf(request)
        .form()
        .filter(([name]) => name !== 'p_signature')
        .map(([name, value]): [string, string] => [name, value]),
    );
    form.append('p_signature', signature);
    return { headers: [], body: Buffer.from(form.toString(), 'utf8') };
  },
};

const classic = rsa({
  name: 'RSA-SHA1 of the form in PHP serialize(), base64',
  wrapper: inForm,
  signed: (request) =>
    phpSerialize(
      viewOf(request)
        .form()
        .filter(([name]) => name !== 'p_signature'),
    ),
  encoding: 'base64',
  hash: 'sha1',
});

export const paddle = sender({
  id: 'paddle',
  name: 'Paddle',
  docsUrl: 'https://developer.paddle.com/webhooks/signature-verification',
  marks: [
    [97, 'header:Paddle-Signature'],
    [95, 'form:alert_name', 'form:p_signature'],
    [60, 'header:User-Agent=Paddle', 'body:event_id'],
  ],
  describe: {
    event: 'body:event_type | form:alert_name',
    resource: 'body:data.id | form:subscription_id | form:order_id',
    delivery: 'body:notification_id | body:event_id | form:alert_id',
    group: 'body:event_id | form:alert_id',
  },
  signature: {
    secretLabel: 'Endpoint secret key (pdl_ntfset_…); Paddle Classic: the vendor’s public key (PEM)',
    scheme: {
      ...billing,
      carried: (request) => billing.carried(request) || classic.carried(request),
      check: (request, credential, nowMs) =>
        (classic.carried(request) && !billing.carried(request) ? classic : billing).check(request, credential, nowMs),
      sign: (request, credential, nowMs) =>
        (privateKeyOf(credential) === null ? billing : classic).sign!(request, credential, nowMs),
    },
  },
  delivery: {
    source: 'https://developer.paddle.com/webhooks/respond-to-webhooks',
    note: 'in a live account; in a sandbox three times within 15 minutes',
    timeoutMs: 5 * SECOND,
    schedule: within({ retries: 60, forMs: 3 * DAY }),
    accepted: [[200, 200]],
  },
  sample: {
    headers: { 'User-Agent': 'Paddle' },
    body: {
      event_id: 'evt_01hv8x2axz3rqv6sdfw1z7s9x5',
      event_type: 'transaction.completed',
      notification_id: 'ntf_01',
      data: { id: 'txn_01' },
    },
  },
  samples: () => import('../samples/paddle.json', { with: { type: 'json' } }),
});
