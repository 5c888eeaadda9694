import { field } from '../reading/form.ts';
import { viewOf } from '../reading/view.ts';
import { headerWrapper } from '../schemes/header-wrapper.ts';
import { rsa } from '../schemes/public-key-scheme.ts';
import { sender } from '../sender.ts';

/** docs.travis-ci.com: RSA-SHA1 over the form field payload; the key is at https://api.travis-ci.com/config. */
export const travis = sender({
  id: 'travis',
  name: 'Travis CI',
  docsUrl: 'https://docs.travis-ci.com/user/notifications/#configuring-webhook-notifications',
  confidence: 'likely',
  marks: [[95, 'header:Travis-Repo-Slug']],
  describe: {
    event: 'form-json:payload.type + form-json:payload.state | form-json:payload.state',
    delivery: 'form-json:payload.id',
    resource: 'header:Travis-Repo-Slug',
  },
  signature: {
    secretLabel: 'Public key from api.travis-ci.com/config (PEM)',
    scheme: rsa({
      name: 'RSA-SHA1 of the field payload, base64',
      wrapper: headerWrapper({ header: 'Signature' }),
      signed: (request) => {
        const payload = field(viewOf(request).form(), 'payload');
        return payload === undefined ? null : Buffer.from(payload, 'utf8');
      },
      encoding: 'base64',
      hash: 'sha1',
      note: 'Only the field payload is signed.',
    }),
  },
  sample: {
    headers: { 'Travis-Repo-Slug': 'octocat/Hello-World' },
    body: 'payload=%7B%22id%22%3A1%2C%22state%22%3A%22passed%22%7D',
  },
});
