import { ANY_2XX, SECOND, waits } from '../../contract/schedule.ts';
import { hmacIn } from '../schemes/hmac.ts';
import { malformedHeader, missingHeader } from '../schemes/outcome.ts';
import { READ_ENTRIES, type Wrapper } from '../schemes/wrapper.ts';
import { sender } from '../sender.ts';

/** docs.recurly.com, webhook signatures of the JSON format: `ms,hex[,hex]`. */
const wrapper: Wrapper = {
  names: ['recurly-signature'],
  carried: (view) => view.header('recurly-signature') !== undefined,
  read: (view, scheme) => {
    const value = view.header('recurly-signature');
    if (value === undefined) return missingHeader(scheme, 'recurly-signature');
    const [timestamp = '', ...signatures] = value.split(',', READ_ENTRIES).map((part) => part.trim());
    if (signatures.length === 0 || timestamp === '')
      return malformedHeader(scheme, 'recurly-signature', value, '`<ms>,<hex>`');
    return { signatures, timestamp, id: null };
  },
  write: ({ signature, timestamp }) => ({ headers: [['recurly-signature', `${timestamp},${signature}`]] }),
};

export const recurly = sender({
  id: 'recurly',
  name: 'Recurly',
  docsUrl: 'https://docs.recurly.com/recurly-subscriptions/docs/webhooks',
  marks: [[95, 'header:recurly-signature']],
  describe: {
    event: 'body:object_type + body:event_type',
    resource: 'body:object_type + body:uuid | body:object_type + body:id',
    delivery: 'body:id',
  },
  signature: {
    secretLabel: 'Webhook secret of the endpoint',
    scheme: hmacIn(wrapper, { signed: '{timestamp}.{body}', time: { unit: 'ms', toleranceS: 300, aheadS: 300 } }),
  },
  // The wait before retry x, counted from 0, is 10 + x · 2^(x + 5) seconds.
  delivery: {
    source: 'https://docs.recurly.com/recurly-subscriptions/docs/automatic-retries',
    schedule: waits(...Array.from({ length: 10 }, (_, x) => (10 + x * 2 ** (x + 5)) * SECOND)),
    accepted: ANY_2XX,
  },
  sample: {
    body: {
      id: 'rjxwmwedwqug',
      object_type: 'account',
      site_id: 'qc326l1hl8k9',
      event_type: 'created',
      event_time: '2026-01-15T12:00:00Z',
    },
  },
  samples: () => import('../samples/recurly.json', { with: { type: 'json' } }),
});
