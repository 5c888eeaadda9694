import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** docs.snyk.io, webhooks. */
export const snyk = sender({
  id: 'snyk',
  name: 'Snyk',
  docsUrl: 'https://docs.snyk.io/snyk-api/using-specific-snyk-apis/webhooks-apis',
  confidence: 'likely',
  marks: [
    [95, 'header:X-Snyk-Event'],
    [90, 'header:X-Snyk-Transport-ID'],
  ],
  describe: {
    event: 'header:X-Snyk-Event',
    resource: 'body:project.name | body:org.name',
    delivery: 'header:X-Snyk-Transport-ID',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({ header: 'X-Hub-Signature', prefix: 'sha256=' }),
  },
  sample: {
    headers: { 'X-Snyk-Event': 'project_snapshot/v0', 'X-Snyk-Transport-ID': 'e6ee40b0' },
    body: { project: { id: 'p', name: 'snyk/goof' }, org: { name: 'acme' } },
  },
});
