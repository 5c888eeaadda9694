import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** aps.autodesk.com, webhooks: `sha1hash=` and hex. */
export const autodesk = sender({
  id: 'autodesk',
  name: 'Autodesk Platform Services',
  docsUrl: 'https://aps.autodesk.com/en/docs/webhooks/v1/developers_guide/basics/',
  marks: [
    [95, 'header:x-adsk-signature'],
    [90, 'header:x-adsk-delivery-id'],
  ],
  describe: {
    event: 'body:hook.event',
    resource: 'body:resourceUrn',
    delivery: 'header:x-adsk-delivery-id',
  },
  signature: {
    secretLabel: 'Webhook secret token',
    scheme: hmac({ header: 'x-adsk-signature', prefix: 'sha1hash=', algorithm: 'sha1' }),
  },
  sample: {
    headers: { 'x-adsk-delivery-id': 'd' },
    body: {
      version: '1.0',
      resourceUrn: 'urn:adsk.wipprod:fs.file:vf',
      hook: { hookId: 'h', event: 'dm.version.added' },
    },
  },
});
