import { sharedSecret } from '../schemes/shared-secret.ts';
import { UNPROTECTED } from '../schemes/token.ts';
import { sender } from '../sender.ts';

/** learn.microsoft.com, service hooks: HTTP Basic or headers of one's own. */
export const azureDevops = sender({
  id: 'azure-devops',
  name: 'Azure DevOps',
  docsUrl: 'https://learn.microsoft.com/azure/devops/service-hooks/services/webhooks',
  confidence: 'likely',
  marks: [
    [85, 'body:publisherId=tfs'],
    [80, 'body:subscriptionId', 'body:publisherId', 'body:eventType', 'body:resourceVersion'],
  ],
  describe: {
    event: 'body:eventType',
    resource: 'body:resource.repository.name | body:resource.id',
    delivery: 'body:id',
  },
  signature: {
    secretLabel: 'user:password of the subscription, or “Header-Name: value”',
    scheme: sharedSecret({ provider: 'Azure DevOps', note: UNPROTECTED }),
  },
  sample: {
    body: {
      subscriptionId: '00000000-0000-0000-0000-000000000000',
      notificationId: 1,
      id: '03c164c2-8912-4d5e-8009-3707d5f83734',
      eventType: 'git.push',
      publisherId: 'tfs',
      resource: { repository: { name: 'Fabrikam-Fiber-Git' } },
      resourceVersion: '1.0',
    },
  },
});
