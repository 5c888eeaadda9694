import { pairs } from '../schemes/pairs.ts';
import { sender } from '../sender.ts';

/** workos.com, webhooks: milliseconds, and a blank after the comma; its library prints the payload anew. */
export const workos = sender({
  id: 'workos',
  name: 'WorkOS',
  docsUrl: 'https://workos.com/docs/events/data-syncing/webhooks',
  marks: [[95, 'header:WorkOS-Signature']],
  describe: {
    event: 'body:event',
    resource: 'body:data.object + body:data.id',
    delivery: 'body:id',
  },
  signature: {
    secretLabel: 'Signing secret of the endpoint',
    scheme: pairs({ header: 'WorkOS-Signature', time: { unit: 'ms', toleranceS: 180 } }),
  },
  sample: {
    body: {
      id: 'event_01HQ2X7K3M9N5P8R4T6V1W0Y2Z',
      event: 'dsync.user.created',
      data: { id: 'directory_user_01', object: 'directory_user' },
    },
  },
});
