import { echoQuery } from '../challenges.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** dropbox.com/developers, webhooks. */
export const dropbox = sender({
  id: 'dropbox',
  name: 'Dropbox',
  docsUrl: 'https://www.dropbox.com/developers/reference/webhooks',
  confidence: 'likely',
  marks: [
    [95, 'header:X-Dropbox-Signature'],
    [85, 'ua:DropboxWebhooks/'],
    [50, 'query:challenge', 'method:GET'],
  ],
  describe: {
    event: 'text:list_folder',
    resource: 'body:list_folder.accounts.0',
  },
  signature: {
    secretLabel: 'App secret',
    scheme: hmac({ header: 'X-Dropbox-Signature' }),
  },
  setup: {
    challenge: echoQuery('Dropbox', 'challenge', 'GET'),
  },
  sample: {
    headers: { 'User-Agent': 'DropboxWebhooks/1.0' },
    body: { list_folder: { accounts: ['dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc'] }, delta: { users: [12345678] } },
  },
});
