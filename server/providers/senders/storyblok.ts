import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** storyblok.com, webhook secrets: 40 hex digits under the header name of Standard Webhooks. */
export const storyblok = sender({
  id: 'storyblok',
  name: 'Storyblok',
  docsUrl: 'https://www.storyblok.com/docs/concepts/webhooks',
  marks: [
    [95, 'header:X-Storyblok-Topic'],
    [85, 'header:webhook-signature~hex40', '!header:webhook-id'],
    [72, 'body:space_id', 'body:action', 'body:full_slug'],
    [66, 'body:space_id', 'body:action', 'body:text'],
  ],
  describe: {
    event: 'header:X-Storyblok-Topic | body:action',
    resource: 'body:full_slug | body:story_id | body:text',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({ header: 'webhook-signature', algorithm: 'sha1' }),
  },
  sample: {
    headers: { 'X-Storyblok-Topic': 'story.published' },
    body: {
      text: 'The user published the Story XYZ (xyz)',
      action: 'published',
      space_id: 123,
      story_id: 123,
      full_slug: 'xyz',
    },
  },
});
