import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** docs.sonarsource.com, webhooks of SonarQube Server and Cloud. */
export const sonarcloud = sender({
  id: 'sonarcloud',
  name: 'SonarQube',
  docsUrl: 'https://docs.sonarsource.com/sonarqube-cloud/administering-sonarcloud/webhooks/',
  confidence: 'likely',
  marks: [
    [95, 'header:X-SonarQube-Project'],
    [90, 'header:X-Sonar-Webhook-HMAC-SHA256'],
  ],
  describe: {
    event: 'body:status',
    resource: 'header:X-SonarQube-Project | body:project.key',
    delivery: 'body:taskId',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({ header: 'X-Sonar-Webhook-HMAC-SHA256' }),
  },
  sample: {
    headers: { 'X-SonarQube-Project': 'my-project' },
    body: { taskId: 'AVh21JS2JepAEhwQ-b3u', status: 'SUCCESS', project: { key: 'my-project' } },
  },
});
