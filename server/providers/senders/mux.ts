import { pairs } from '../schemes/pairs.ts';
import { sender } from '../sender.ts';

/** docs.mux.com, verify webhook signatures. */
export const mux = sender({
  id: 'mux',
  name: 'Mux',
  docsUrl: 'https://www.mux.com/docs/core/verify-webhook-signatures',
  marks: [
    [95, 'header:Mux-Signature'],
    [75, 'ua:Mux Webhooks/'],
  ],
  describe: {
    event: 'body:type',
    resource: 'body:object.type + body:object.id',
    delivery: 'body:id',
    attempt: 'body:attempt_number',
  },
  signature: {
    secretLabel: 'Signing secret',
    scheme: pairs({ header: 'Mux-Signature', time: { unit: 's', toleranceS: 300 } }),
  },
  sample: {
    headers: { 'User-Agent': 'Mux Webhooks/1.0' },
    body: {
      type: 'video.asset.ready',
      id: '3ee76d2c-2b5d-4d0c-8f2b-5f3b1c0f7d65',
      object: { type: 'asset', id: '0201p02fGKPE7' },
    },
  },
});
