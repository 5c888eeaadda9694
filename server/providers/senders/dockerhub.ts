import { sharedSecret } from '../schemes/shared-secret.ts';
import { UNPROTECTED } from '../schemes/token.ts';
import { sender } from '../sender.ts';

/** docs.docker.com, Docker Hub webhooks: nothing is signed; a token in the address is all there can be. */
export const dockerhub = sender({
  id: 'dockerhub',
  name: 'Docker Hub',
  docsUrl: 'https://docs.docker.com/docker-hub/repos/manage/webhooks/',
  confidence: 'likely',
  marks: [
    [85, 'body:push_data', 'body:repository.repo_name', 'body:callback_url'],
    [75, 'body:push_data', 'body:repository.repo_name'],
  ],
  describe: {
    event: 'body:push_data.tag + text:push | text:push',
    resource: 'body:repository.repo_name + body:push_data.tag',
  },
  signature: {
    secretLabel: 'Token in the webhook’s address, if you put one there',
    scheme: sharedSecret({ provider: 'Docker Hub', note: UNPROTECTED }),
  },
  sample: {
    body: {
      callback_url: 'https://hub.docker.com/u/svendowideit/testhook/hook/2141b5bi5i5b02bec211i4eeih0242eg11000a/',
      push_data: { tag: 'latest', pusher: 'trustedbuilder' },
      repository: { repo_name: 'svendowideit/testhook' },
    },
  },
});
