import { hmacIn } from '../schemes/hmac.ts';
import { malformedHeader, missingHeader } from '../schemes/outcome.ts';
import type { Wrapper } from '../schemes/wrapper.ts';
import { sender } from '../sender.ts';

/** infisical.com, webhooks: `t=<ms>;<hex>`, of which only the body is signed. */
const wrapper: Wrapper = {
  names: ['x-infisical-signature'],
  carried: (view) => view.header('x-infisical-signature') !== undefined,
  read: (view, scheme) => {
    const value = view.header('x-infisical-signature');
    if (value === undefined) return missingHeader(scheme, 'x-infisical-signature');
    const match = /^t=([^;]*);(.+)$/.exec(value);
    if (match === null) return malformedHeader(scheme, 'x-infisical-signature', value, '`t=<time>;<hex>`');
    return { signatures: [match[2]!.trim()], timestamp: match[1]!, id: null };
  },
  write: ({ signature, timestamp }) => ({ headers: [['x-infisical-signature', `t=${timestamp};${signature}`]] }),
};

export const infisical = sender({
  id: 'infisical',
  name: 'Infisical',
  docsUrl: 'https://infisical.com/docs/documentation/platform/webhooks',
  confidence: 'likely',
  marks: [[95, 'header:x-infisical-signature']],
  describe: {
    event: 'body:event',
    resource: 'body:project.projectId | body:project.workspaceId',
  },
  signature: {
    secretLabel: 'Webhook secret key',
    scheme: hmacIn(wrapper, { note: 'The time in the header is not signed.' }),
  },
  sample: {
    body: { event: 'secrets.modified', project: { workspaceId: 'w1', environment: 'dev' }, timestamp: 1768478400000 },
  },
});
