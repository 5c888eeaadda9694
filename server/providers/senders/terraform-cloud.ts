import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developer.hashicorp.com, notification configurations; run tasks sign in X-TFC-Task-Signature. */
export const terraformCloud = sender({
  id: 'terraform-cloud',
  name: 'HCP Terraform',
  docsUrl: 'https://developer.hashicorp.com/terraform/cloud-docs/api-docs/notification-configurations',
  confidence: 'likely',
  marks: [
    [95, 'header:X-TFE-Notification-Signature'],
    [95, 'header:X-TFC-Task-Signature'],
    [75, 'body:notification_configuration_id'],
    [75, 'body:task_result_callback_url'],
  ],
  describe: {
    event: 'body:notifications.0.trigger | body:stage',
    resource: 'body:workspace_name + body:run_id | body:run_id',
    delivery: 'body:run_id',
    group: 'body:run_id + body:notifications.0.trigger',
  },
  signature: {
    secretLabel: 'Notification token (run tasks: HMAC key)',
    scheme: hmac({ header: ['X-TFE-Notification-Signature', 'X-TFC-Task-Signature'], algorithm: 'sha512' }),
  },
  sample: {
    body: {
      payload_version: 1,
      notification_configuration_id: 'nc-1',
      workspace_name: 'prod',
      run_id: 'run-1',
      notifications: [{ trigger: 'run:created' }],
    },
  },
});
