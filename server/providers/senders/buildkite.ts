import { firstCarried } from '../schemes/any-of.ts';
import { pairs } from '../schemes/pairs.ts';
import { token } from '../schemes/token.ts';
import { sender } from '../sender.ts';

/** buildkite.com, verifying HMAC signatures; a plain token is the other choice. */
export const buildkite = sender({
  id: 'buildkite',
  name: 'Buildkite',
  docsUrl: 'https://buildkite.com/docs/apis/webhooks',
  marks: [
    [95, 'header:X-Buildkite-Event'],
    [80, 'ua:Buildkite-Request'],
  ],
  describe: {
    event: 'header:X-Buildkite-Event | body:event',
    resource: 'body:pipeline.slug + body:build.number | body:build.id',
  },
  signature: {
    secretLabel: 'Webhook token',
    scheme: firstCarried(
      pairs({
        header: 'X-Buildkite-Signature',
        timeName: 'timestamp',
        signatureName: 'signature',
        time: { unit: 's', toleranceS: null },
      }),
      token({ header: 'X-Buildkite-Token' }),
    ),
  },
  sample: {
    headers: { 'User-Agent': 'Buildkite-Request', 'X-Buildkite-Event': 'build.finished' },
    body: {
      event: 'build.finished',
      build: { id: 'f62a1b4d-10f9-4790-bc1c-e2c3a0c80983', number: 42 },
      pipeline: { slug: 'deploy' },
    },
  },
});
