import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** npm hooks, of which the registry's service is retired; npm-hook-receiver still speaks the scheme. */
export const npm = sender({
  id: 'npm',
  name: 'npm hooks',
  docsUrl: 'https://docs.npmjs.com/cli/v10/commands/npm-hook',
  marks: [[95, 'header:x-npm-signature']],
  describe: {
    event: 'body:event',
    resource: 'body:name + body:version',
  },
  signature: {
    secretLabel: 'Hook secret',
    scheme: hmac({ header: 'x-npm-signature', prefix: 'sha256=' }),
  },
  sample: { body: { event: 'package:publish', name: '@npm/mypackage', type: 'package', version: '1.0.0' } },
});
