import { pairs } from '../schemes/pairs.ts';
import { sender } from '../sender.ts';

/** tailscale.com, kb/1213. */
export const tailscale = sender({
  id: 'tailscale',
  name: 'Tailscale',
  docsUrl: 'https://tailscale.com/kb/1213/webhooks',
  marks: [[95, 'header:Tailscale-Webhook-Signature']],
  describe: {
    event: 'body:0.type',
    resource: 'body:0.tailnet + body:0.data.nodeID | body:0.tailnet',
  },
  signature: {
    secretLabel: 'Webhook secret (tskey-webhook-…)',
    scheme: pairs({ header: 'Tailscale-Webhook-Signature', time: { unit: 's', toleranceS: 300 } }),
  },
  sample: {
    body: [
      {
        timestamp: '2026-01-15T11:59:59Z',
        version: 1,
        type: 'nodeCreated',
        tailnet: 'example.com',
        message: 'Node created',
        data: { nodeID: 'nTEST' },
      },
    ],
  },
});
