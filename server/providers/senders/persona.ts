import type { CapturedRequest } from '../../contract/request.ts';
import { viewOf } from '../reading/view.ts';
import { pairs } from '../schemes/pairs.ts';
import { sender } from '../sender.ts';

/** docs.withpersona.com, webhooks: while secrets rotate, two `t=…,v1=…` groups stand in the header, parted by a blank. */
const header = 'Persona-Signature';
const single = pairs({ header, time: { unit: 's', toleranceS: null } });

/** The request as if only one group stood in the header. */
const withGroup = (request: CapturedRequest, group: string): CapturedRequest => ({
  ...request,
  headers: [...request.headers.filter(([name]) => name.toLowerCase() !== header.toLowerCase()), [header, group]],
});

export const persona = sender({
  id: 'persona',
  name: 'Persona',
  docsUrl: 'https://docs.withpersona.com/webhooks-best-practices',
  marks: [[95, 'header:Persona-Signature']],
  describe: {
    event: 'body:data.attributes.name',
    resource: 'body:data.attributes.payload.data.type + body:data.attributes.payload.data.id',
    delivery: 'body:data.id',
  },
  signature: {
    secretLabel: 'Webhook secret (wbhsec_…)',
    scheme: {
      ...single,
      check: (request, credential, nowMs) => {
        const groups = (viewOf(request).header('persona-signature') ?? '')
          .split(' ')
          .filter((group) => group.startsWith('t='))
          .slice(0, 10);
        if (groups.length < 2) return single.check(request, credential, nowMs);
        const checks = groups.map((group) => single.check(withGroup(request, group), credential, nowMs));
        return checks.find((check) => check.kind === 'valid') ?? checks[0]!;
      },
    },
  },
  sample: {
    body: {
      data: {
        type: 'event',
        id: 'evt_1',
        attributes: { name: 'inquiry.completed', payload: { data: { type: 'inquiry', id: 'inq_1' } } },
      },
    },
  },
});
