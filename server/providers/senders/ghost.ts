import { anyOf } from '../schemes/any-of.ts';
import { pairs } from '../schemes/pairs.ts';
import { sender } from '../sender.ts';

/** ghost.org, webhooks: the milliseconds follow the body; older versions signed the body alone, without a time. */
const header = 'X-Ghost-Signature';
const withTime = pairs({
  header,
  signatureName: 'sha256',
  order: 'signature-first',
  signed: '{body}{timestamp}',
  time: { unit: 'ms', toleranceS: null },
});
const bodyAlone = pairs({
  header,
  signatureName: 'sha256',
  timeName: null,
  signed: '{body}',
  note: 'An older Ghost signed this: its time is not covered.',
});

export const ghost = sender({
  id: 'ghost',
  name: 'Ghost',
  docsUrl: 'https://ghost.org/docs/webhooks/',
  marks: [
    [95, 'header:X-Ghost-Signature'],
    [60, 'header:Content-Version^=v', 'body:post.current'],
    [60, 'header:Content-Version^=v', 'body:page.current'],
    [60, 'header:Content-Version^=v', 'body:member.current'],
  ],
  describe: {
    event: 'other-key:',
    resource:
      'body:post.current.id + body:post.current.title | body:page.current.id + body:page.current.title | body:member.current.email',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: anyOf(withTime, bodyAlone),
  },
  sample: {
    headers: { 'Content-Version': 'v6.0' },
    body: { post: { current: { id: 'x', title: 'Hello', status: 'published' }, previous: {} } },
  },
});
