import type { CapturedRequest } from '../../contract/request.ts';
import { statusAnswer, textAnswer } from '../challenges.ts';
import { field } from '../reading/form.ts';
import { viewOf } from '../reading/view.ts';
import { equalText } from '../schemes/bytes.ts';
import { type HmacAlgorithm, hmac } from '../schemes/hmac.ts';
import { extraOf } from '../schemes/key.ts';
import type { Scheme } from '../schemes/scheme.ts';
import { sender } from '../sender.ts';

const HEADER = 'X-Hub-Signature';
const withMethod = (algorithm: HmacAlgorithm): Scheme => hmac({ header: HEADER, prefix: `${algorithm}=`, algorithm });
const sha256 = withMethod('sha256');
const byMethod: ReadonlyMap<string, Scheme> = new Map([
  ['sha256', sha256],
  ['sha1', withMethod('sha1')],
  ['sha384', withMethod('sha384')],
  ['sha512', withMethod('sha512')],
]);

/** W3C WebSub, 7.1: the header names the method, and the secret is the subscriber's own. */
const methodOf = (request: CapturedRequest): string =>
  (viewOf(request).header(HEADER.toLowerCase()) ?? '').split('=', 1)[0]!;

/** w3.org/TR/websub: what hubs of feeds (YouTube, Superfeedr, WordPress) deliver. */
export const websub = sender({
  id: 'websub',
  name: 'WebSub',
  docsUrl: 'https://www.w3.org/TR/websub/',
  marks: [
    [87, 'query:hub.topic', 'query:hub.mode'],
    [60, 'header:X-Hub-Signature', 'header:Link'],
    [60, 'header:Link^=<', 'header:Content-Type^=application/atom+xml'],
    [60, 'header:Link^=<', 'header:Content-Type^=application/rss+xml'],
  ],
  describe: {
    event: 'query:hub.mode | text:content',
    resource: 'query:hub.topic',
  },
  signature: {
    secretLabel: 'hub.secret of the subscription',
    extras: [{ name: 'topic', label: 'Topic URL' }],
    scheme: {
      ...sha256,
      check: (request, ...rest) => (byMethod.get(methodOf(request)) ?? sha256).check(request, ...rest),
    },
  },
  setup: {
    // 5.3.1: only what was asked for may be confirmed. Which topic that is only an endpoint knows whose topic is stored.
    challenge: (request, credentials) => {
      const query = viewOf(request).query();
      const [mode, topic, challenge] = ['hub.mode', 'hub.topic', 'hub.challenge'].map((name) => field(query, name));
      if (request.method !== 'GET' || topic === undefined || challenge === undefined) return null;
      if (mode !== 'subscribe' && mode !== 'unsubscribe') return null;
      const stored = credentials.map((one) => extraOf(one, 'topic')).filter((one) => one !== undefined);
      if (stored.length > 0 && !stored.some((one) => equalText(one, topic)))
        return statusAnswer(404, 'The hub’s topic is not the stored one, so it got 404.');
      return textAnswer(challenge, `Echoed the hub’s challenge, and so confirmed to ${mode}.`);
    },
  },
  sample: {
    headers: {
      Link: '<https://hub.example.com/>; rel="hub", <https://blog.example.com/feed>; rel="self"',
      'Content-Type': 'application/atom+xml',
    },
    body: '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Blog</title></feed>',
  },
});
