import { pairs } from '../schemes/pairs.ts';
import { sender } from '../sender.ts';

/** HostedHooks; from memory only, template and encoding assumed. */
export const hostedhooks = sender({
  id: 'hostedhooks',
  name: 'HostedHooks',
  docsUrl: 'https://docs.hostedhooks.com/',
  confidence: 'uncertain',
  marks: [[95, 'header:HostedHooks-Signature']],
  describe: {
    event: 'body:type | body:event_type',
    resource: 'body:data.id',
    delivery: 'body:id',
  },
  signature: {
    secretLabel: 'Signing secret',
    scheme: pairs({ header: 'HostedHooks-Signature', time: { unit: 's', toleranceS: null } }),
  },
  sample: { body: { id: 'e1', type: 'invoice.paid', data: { id: 'd1' } } },
});
