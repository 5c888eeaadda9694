import { firstCarried } from '../schemes/any-of.ts';
import { hmac, hmacIn } from '../schemes/hmac.ts';
import { queryWrapper } from '../schemes/query-wrapper.ts';
import { sender } from '../sender.ts';

/** developers.viber.com: the signature stands in a header, or in the query as sig. */
export const viber = sender({
  id: 'viber',
  name: 'Viber',
  docsUrl: 'https://developers.viber.com/docs/api/rest-bot-api/#callbacks',
  marks: [
    [95, 'header:X-Viber-Content-Signature'],
    [60, 'query:sig', 'body:event', 'body:message_token'],
  ],
  describe: {
    event: 'body:event',
    resource: 'body:sender.name | body:user_id | body:user.name',
    delivery: 'body:message_token',
  },
  signature: {
    secretLabel: 'Authentication token of the bot',
    scheme: firstCarried(hmac({ header: 'X-Viber-Content-Signature' }), hmacIn(queryWrapper('sig'), {})),
  },
  sample: {
    body: {
      event: 'message',
      timestamp: 1768478400000,
      message_token: 4912661846655238000,
      sender: { id: '01234567890A=', name: 'John' },
    },
  },
});
