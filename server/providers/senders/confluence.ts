import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** confluence.atlassian.com, managing webhooks (Data Center). */
export const confluence = sender({
  id: 'confluence',
  name: 'Confluence',
  docsUrl: 'https://confluence.atlassian.com/doc/managing-webhooks-1021225606.html',
  confidence: 'likely',
  marks: [
    [82, 'header:X-Hub-Signature^=sha256=', 'body:event^=page_'],
    [82, 'header:X-Hub-Signature^=sha256=', 'body:event^=blog_'],
    [82, 'header:X-Hub-Signature^=sha256=', 'body:event^=comment_'],
    [82, 'header:X-Hub-Signature^=sha256=', 'body:event^=space_'],
    [82, 'header:X-Hub-Signature^=sha256=', 'body:event^=attachment_'],
    [65, 'body:event^=page_', 'body:page'],
  ],
  describe: {
    event: 'body:event',
    resource: 'body:page.id + body:page.title | body:blog.id + body:blog.title | body:space.key',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({ header: 'X-Hub-Signature', prefix: 'sha256=' }),
  },
  sample: { body: { event: 'page_created', timestamp: 1768478400000, page: { id: 98306, title: 'Minutes' } } },
});
