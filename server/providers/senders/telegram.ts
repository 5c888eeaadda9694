import { token } from '../schemes/token.ts';
import { sender } from '../sender.ts';

/** core.telegram.org, setWebhook: a secret token in a header. */
export const telegram = sender({
  id: 'telegram',
  name: 'Telegram',
  docsUrl: 'https://core.telegram.org/bots/api#setwebhook',
  marks: [
    [95, 'header:X-Telegram-Bot-Api-Secret-Token'],
    [70, 'body:update_id'],
  ],
  describe: {
    event: 'other-key:update_id',
    resource: 'body:message.chat.title | body:message.chat.username | body:message.chat.id',
    delivery: 'body:update_id',
  },
  signature: {
    secretLabel: 'secret_token of setWebhook',
    scheme: token({ header: 'X-Telegram-Bot-Api-Secret-Token' }),
  },
  sample: {
    body: { update_id: 10000, message: { message_id: 1365, chat: { id: 1111111, username: 'test' }, text: '/start' } },
  },
});
