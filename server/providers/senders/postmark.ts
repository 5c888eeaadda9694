import { HOUR, MINUTE, waits } from '../../contract/schedule.ts';
import { sharedSecret } from '../schemes/shared-secret.ts';
import { basic, UNPROTECTED } from '../schemes/token.ts';
import { sender } from '../sender.ts';

/** postmarkapp.com, webhooks: HTTP Basic in the address, or a header of one's own. */
export const postmark = sender({
  id: 'postmark',
  name: 'Postmark',
  docsUrl: 'https://postmarkapp.com/developer/webhooks/webhooks-overview',
  confidence: 'likely',
  marks: [
    [78, 'body:RecordType', 'body:MessageID'],
    [72, 'body:MessageID', 'body:FromFull'],
  ],
  describe: {
    event: 'body:RecordType | text:Inbound',
    resource: 'body:Recipient | body:Email | body:From',
    delivery: 'body:MessageID',
    group: 'body:RecordType + body:MessageID | body:MessageID',
  },
  signature: {
    secretLabel: 'user:password of the address, or “Header-Name: value”',
    scheme: {
      ...basic(),
      check: (request, credential, nowMs) => {
        const isNamed = /^[A-Za-z0-9-]+: /.test(credential.value);
        return (isNamed ? named : basic()).check(request, credential, nowMs);
      },
    },
  },
  delivery: {
    source: 'https://postmarkapp.com/developer/webhooks/webhooks-overview',
    note: 'of bounces and inbound mail; other events are tried less often',
    schedule: waits(
      ...[MINUTE, 5 * MINUTE, 10 * MINUTE, 10 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE],
      ...[HOUR, 2 * HOUR, 6 * HOUR],
    ),
    accepted: [[200, 200]],
    final: [[403, 403]],
  },
  sample: {
    body: { RecordType: 'Delivery', MessageID: '883953f4-6105-42a2-a16a-77a8eac79483', Recipient: 'john@example.com' },
  },
  samples: () => import('../samples/postmark.json', { with: { type: 'json' } }),
});
const named = sharedSecret({ provider: 'Postmark', note: UNPROTECTED });
