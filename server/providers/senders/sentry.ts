import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** docs.sentry.io, integration platform webhooks. The timestamp header is not signed. */
export const sentry = sender({
  id: 'sentry',
  name: 'Sentry',
  docsUrl: 'https://docs.sentry.io/organization/integrations/integration-platform/webhooks/',
  marks: [
    [95, 'header:Sentry-Hook-Resource'],
    [90, 'header:Sentry-Hook-Signature'],
  ],
  describe: {
    event: 'header:Sentry-Hook-Resource + body:action',
    resource: 'body:data.issue.shortId + body:data.issue.title | body:data.error.title | body:data.event.title',
    delivery: 'header:Request-ID',
  },
  signature: {
    secretLabel: 'Client Secret of the integration',
    scheme: hmac({ header: 'Sentry-Hook-Signature' }),
  },
  sample: {
    headers: {
      'Sentry-Hook-Resource': 'issue',
      'Sentry-Hook-Timestamp': '1768478400',
      'Request-ID': '4b9a2c9c1f6e4d0b8a7c',
    },
    body: {
      action: 'created',
      data: { issue: { id: '1170820242', shortId: 'IPE-1', title: 'ReferenceError: heck is not defined' } },
    },
  },
});
